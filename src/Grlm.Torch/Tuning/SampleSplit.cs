namespace Grlm.Torch;

/// <summary>Holds samples out to measure the loss on.</summary>
internal static class SampleSplit
{
    /// <summary>Draws the samples that are held out; both parts keep the order of the file.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="share">Share that is held out, 0 to below 1; where it is above 0, one sample at least.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="InvalidInputException">Nothing would be left to train on.</exception>
    public static (IReadOnlyList<TuningSample> Training, IReadOnlyList<TuningSample> Validation) Draw(
        IReadOnlyList<TuningSample> samples, double share, int seed)
    {
        var count = share > 0 ? Math.Max(1, (int)Math.Round(samples.Count * share)) : 0;
        if (count >= samples.Count)
        {
            throw new InvalidInputException(
                $"There are {samples.Count} samples; holding {count} of them out leaves none to train on. " +
                    $"Give more, or a validation file.");
        }

        var order = Enumerable.Range(0, samples.Count).ToArray();
        TrainingSeed.Managed(seed, epoch: 0).Shuffle(order);
        var held = order.Take(count).ToHashSet();
        return ([.. samples.Where((_, place) => !held.Contains(place))], [.. samples.Where((_, place) => held.Contains(place))]);
    }
}
