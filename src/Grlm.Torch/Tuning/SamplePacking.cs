namespace Grlm.Torch;

/// <summary>
/// Lays samples out in micro-batches with little padding. The samples are shuffled; within a window of them the longest that is left gives a
/// micro-batch its width, and rows are filled up with whatever still fits, longest first (first fit, decreasing). The same random numbers give the
/// same micro-batches.
/// </summary>
internal static class SamplePacking
{
    /// <summary>Samples among which partners are sought.</summary>
    private const int Window = 512;

    /// <summary>Makes the micro-batches of one pass over the samples, in random order.</summary>
    /// <param name="lengths">Tokens of each sample.</param>
    /// <param name="budget">Tokens of a micro-batch at most, padding included; a longer sample is a micro-batch of its own.</param>
    /// <param name="packed">Whether samples share rows.</param>
    /// <param name="random">Seeded for this pass.</param>
    /// <returns>Sample numbers, row by row, of each micro-batch; each sample once.</returns>
    public static IReadOnlyList<int[][]> MicroBatches(IReadOnlyList<int> lengths, int budget, bool packed, Random random)
    {
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        random.Shuffle(order);
        int[][][] batches = [.. order.Chunk(Window).SelectMany(window => Lay([.. window.OrderByDescending(sample => lengths[sample])], lengths, budget, packed))];
        random.Shuffle(batches);
        return batches;
    }

    private static IEnumerable<int[][]> Lay(List<int> left, IReadOnlyList<int> lengths, int budget, bool packed)
    {
        while (left.Count > 0)
        {
            var width = lengths[left[0]];
            var rows = Math.Max(1, budget / width);
            List<int[]> batch = [];
            while (batch.Count < rows && left.Count > 0)
            {
                batch.Add(packed ? TakeRow(left, lengths, width) : TakeFirst(left));
            }

            yield return [.. batch];
        }
    }

    private static int[] TakeRow(List<int> left, IReadOnlyList<int> lengths, int width)
    {
        List<int> row = [];
        left.RemoveAll(sample =>
        {
            var fits = lengths[sample] <= width;
            if (fits)
            {
                row.Add(sample);
                width -= lengths[sample];
            }

            return fits;
        });
        return [.. row];
    }

    private static int[] TakeFirst(List<int> left)
    {
        var first = left[0];
        left.RemoveAt(0);
        return [first];
    }
}
