namespace Grlm;

/// <summary>
/// Holds what the import stage made: the catalogue and the histories of its users. Immutable and safe for concurrent reads.
/// </summary>
/// <param name="Catalog">The items.</param>
/// <param name="Histories">The users' interactions with them.</param>
public sealed record Dataset(Catalog Catalog, UserHistories Histories)
{
    /// <summary>Gets what is trained on and what is predicted; leave-one-out unless the import says otherwise.</summary>
    public InteractionSplit Split { get; init; } = new LeaveOneOutSplit(Histories);
}
