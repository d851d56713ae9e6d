namespace Grlm;

/// <summary>Items of different metadata under one TID. Items of equal metadata are one member: nothing can tell them apart, and nothing need.</summary>
/// <param name="TermId">The TID.</param>
/// <param name="Members">The items, those of equal metadata together, in the order of their first ones.</param>
internal sealed record CollisionGroup(TermId TermId, IReadOnlyList<IReadOnlyList<int>> Members)
{
    /// <summary>The items of the group.</summary>
    public IEnumerable<int> Items => Members.SelectMany(member => member);

    /// <summary>Finds the groups of a catalogue.</summary>
    /// <param name="termIds">The TIDs in catalogue order; null where there is none.</param>
    /// <param name="metadata">The items' metadata, see <see cref="ItemMetadata"/>.</param>
    public static IReadOnlyList<CollisionGroup> Find(IReadOnlyList<TermId?> termIds, IReadOnlyList<string> metadata)
        => [.. Enumerable.Range(0, termIds.Count)
            .Where(item => termIds[item] is not null)
            .GroupBy(item => termIds[item]!)
            .Where(group => group.Skip(1).Any())
            .Select(group => new CollisionGroup(
                group.Key,
                [.. group.GroupBy(item => metadata[item], StringComparer.Ordinal).Select(member => (IReadOnlyList<int>)[.. member])]))
            .Where(group => group.Members.Count > 1)];
}
