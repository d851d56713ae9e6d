namespace Grlm;

/// <summary>Holds the models that recommend, and what they hold on to until disposed.</summary>
/// <param name="ranker">The collaborative ranker.</param>
/// <param name="generator">The generator; null where it was not asked for.</param>
/// <param name="owned">Disposed with this, in this order.</param>
public sealed class LoadedModels(IItemRanker ranker, ITermIdGenerator? generator, params IReadOnlyList<IDisposable> owned) : IDisposable
{
    /// <summary>Gets the collaborative ranker.</summary>
    public IItemRanker Ranker { get; } = ranker;

    /// <summary>Gets the generator; null where it was not asked for.</summary>
    public ITermIdGenerator? Generator { get; } = generator;

    /// <summary>Tells whether they were trained on validation interactions as well: only test targets are new to them then.</summary>
    public bool IsRefit { get; init; }

    /// <summary>Gets the weight of the generator where both rank; see <see cref="FusionReport"/>.</summary>
    public double FusionWeight { get; init; } = FusionReport.UsualWeight;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var resource in owned)
        {
            resource.Dispose();
        }
    }
}
