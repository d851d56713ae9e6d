namespace Grlm.Torch;

/// <summary>What preference tuning reports of an epoch beside the validation figures, so that a reward that rises while those fall is seen.</summary>
/// <param name="Reward">Mean over groups of the expected reward: of its members, drawn by their probabilities.</param>
/// <param name="Hits">Share of the groups that have the right TID.</param>
/// <param name="Divergence">Mean estimate of the divergence from the model that tuning started from, in nats.</param>
internal sealed record PreferenceFigures(double Reward, double Hits, double Divergence)
{
    /// <summary>The sums.</summary>
    public PreferenceFigures Plus(PreferenceFigures other) => new(Reward + other.Reward, Hits + other.Hits, Divergence + other.Divergence);

    /// <summary>All figures divided by a number.</summary>
    public PreferenceFigures Over(double count) => new(Reward / count, Hits / count, Divergence / count);
}
