namespace Grlm.Torch;

/// <summary>What preference tuning reports of an epoch beside the validation figures, so that a reward that rises while those fall is seen.</summary>
/// <param name="Reward">Mean over groups of the expected reward: of its members, drawn by their probabilities.</param>
/// <param name="Hits">Share of the groups that have the right TID.</param>
/// <param name="Divergence">Mean estimate of the divergence from the model that tuning started from, in nats.</param>
internal sealed record PreferenceFigures(double Reward, double Hits, double Divergence)
{
    /// <summary>Figures from their numbers, in the order of <see cref="ToArray"/>; zeros where there are none.</summary>
    public static PreferenceFigures Of(IReadOnlyList<double> numbers) => numbers.Count == 0 ? new(0, 0, 0) : new(numbers[0], numbers[1], numbers[2]);

    /// <summary>The figures as numbers.</summary>
    public double[] ToArray() => [Reward, Hits, Divergence];

    /// <summary>The sums.</summary>
    public PreferenceFigures Plus(PreferenceFigures other) => new(Reward + other.Reward, Hits + other.Hits, Divergence + other.Divergence);

    /// <summary>All figures divided by a number.</summary>
    public PreferenceFigures Over(double count) => new(Reward / count, Hits / count, Divergence / count);
}
