using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Terms that an item has not, but that hold for its kind: most of its neighbours that are what it is have them, and they name no kind of goods and no
/// brand themselves. Safe for concurrent use.
/// </summary>
/// <param name="table">The candidates of every item.</param>
/// <param name="neighbors">The nearest items of each.</param>
/// <param name="types">What every item is.</param>
internal sealed class ImpliedTerms(CandidateTable table, NeighborTable neighbors, TypeTable types)
{
    /// <summary>Share of the neighbours of an item's kind that must have a term, and how many of them must be.</summary>
    private const double NeededShare = 0.5;
    private const int FewestOfKind = 3;

    /// <summary>The terms, those that tell most first.</summary>
    public IEnumerable<string> Of(int item)
    {
        var type = types.Of(item);
        var (kin, counts) = (0, new Dictionary<int, int>());
        foreach (var neighbor in neighbors.Of(item))
        {
            if (type >= 0 && types.Of(neighbor.Item) == type)
            {
                kin++;
                foreach (var candidate in table.Of(neighbor.Item))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, candidate.Term, out _)++;
                }
            }
        }

        return counts
            .Where(pair => kin >= FewestOfKind && pair.Value >= NeededShare * kin && table.BrandShare(pair.Key) == 0 && !types.IsType(pair.Key))
            .OrderByDescending(pair => pair.Value * -Math.Log(table.RateOf(pair.Key))).ThenBy(pair => pair.Key)
            .Select(pair => table.Term(pair.Key));
    }
}
