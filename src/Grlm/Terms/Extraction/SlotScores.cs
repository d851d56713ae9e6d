using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Measures how well the candidates of an item fit the slots of a TID, in the order of Context-aware Term Generation: what the item is,
/// what it shares with its neighbours, what they lack. Read anew for each item; not thread-safe.
/// </summary>
/// <param name="table">The candidates of every item.</param>
/// <param name="neighbors">The nearest items of each.</param>
/// <param name="coherence">For each term the mean share of an item's neighbours that have it, over the items that have it.</param>
internal sealed class SlotScores(CandidateTable table, NeighborTable neighbors, double[] coherence)
{
    /// <summary>
    /// Most nats by which a term may be more frequent nearby than everywhere: what is rarer yet names a product line, not a kind.
    /// </summary>
    private const double MostLift = 3;

    /// <summary>Nats that every term has at least: in a small catalogue the neighbours are nearly everything.</summary>
    private const double LeastLift = 0.1;

    /// <summary>Holds a type, or a shared trait, is what more than this many items have.</summary>
    private const int FewestItemsOfType = 2, FewestItemsOfTrait = 3;

    /// <summary>
    /// Holds how much less a word of titles counts as a type where the catalogue has categories and none of them names it.
    /// </summary>
    private const double NoCategoryWord = 0.5;

    /// <summary>By how much each further word makes a phrase a better type: a hair mask is more than a mask.</summary>
    private const double PhraseBonus = 0.5;

    private readonly NeighborhoodCounts _counts = new(table, neighbors);

    /// <summary>Reads the neighbours of an item.</summary>
    public void Read(int item) => _counts.Read(item);

    /// <summary>
    /// Returns how well a term says what the item is: it ends phrases, goes together with the texts nearby, belongs to no brand, and stands
    /// at the end of the title's phrases or in the category.
    /// </summary>
    public double Type(CandidateTerm candidate)
    {
        var term = candidate.Term;
        if (table.ItemCount(term) < FewestItemsOfType || candidate.Flags.HasFlag(CandidateFlags.Purpose))
        {
            return 0;
        }

        var place = PlaceOfType(candidate.Flags) * (table.HasCategories && !table.IsCategory(term) ? NoCategoryWord : 1);
        var lift = Math.Clamp(Math.Log(_counts.RateOf(term) / table.RateOf(term)), LeastLift, MostLift);
        var fit = !_counts.Any ? 1 : Math.Sqrt(_counts.RateOf(term) * coherence[term]) * lift;
        var words = 1 + (PhraseBonus * (table.WordsOf(term).Length - 1));
        return words * place * table.HeadShare(term) * (1 - table.BrandShare(term)) * fit;
    }

    /// <summary>Returns how well a term says what the item has in common with its neighbours and not with all items of its type.</summary>
    public double Shared(CandidateTerm candidate, double information)
        => table.ItemCount(candidate.Term) < FewestItemsOfTrait
            ? 0
            : PlaceOfTrait(candidate.Flags) * _counts.RateOf(candidate.Term) * information;

    /// <summary>Returns how well a term says what the item has and its neighbours lack.</summary>
    public double Unique(CandidateTerm candidate)
    {
        var alone = table.ItemCount(candidate.Term) == 1 ? 0.5 : 1; // A term of one item alone tells it apart and tells a model nothing.
        return PlaceOfUnique(candidate.Flags) * alone * (1 - _counts.ShareOf(candidate.Term)) * -Math.Log(table.RateOf(candidate.Term));
    }

    private static double PlaceOfType(CandidateFlags flags)
    {
        var isCategory = (flags & (CandidateFlags.CategoryLeaf | CandidateFlags.Category)) != CandidateFlags.None;
        return flags switch
        {
            _ when flags.HasFlag(CandidateFlags.Title) => (flags.HasFlag(CandidateFlags.Head) ? 1 : 0.4) * (isCategory ? 1.5 : 1),
            _ when flags.HasFlag(CandidateFlags.CategoryLeaf) => 0.6,
            _ when flags.HasFlag(CandidateFlags.Category) => 0.15,
            _ => 0.1,
        };
    }

    private static double PlaceOfTrait(CandidateFlags flags) => flags switch
    {
        _ when (flags & (CandidateFlags.Title | CandidateFlags.Brand)) != CandidateFlags.None => 1,
        _ when flags.HasFlag(CandidateFlags.CategoryLeaf) => 0.8,
        _ when flags.HasFlag(CandidateFlags.Category) => 0.4,
        _ => 0.2,
    };

    private static double PlaceOfUnique(CandidateFlags flags) => flags switch
    {
        _ when flags.HasFlag(CandidateFlags.Title) => 1,
        _ when flags.HasFlag(CandidateFlags.Brand) => 0.5,
        _ when flags.HasFlag(CandidateFlags.Description) => 0.2,
        _ => 0.1,
    };
}

/// <summary>Counts how many of an item's neighbours have each term. Read anew for each item; not thread-safe.</summary>
internal sealed class NeighborhoodCounts(CandidateTable table, NeighborTable neighbors)
{
    /// <summary>Neighbours that the catalogue's rate of a term counts for beside the real ones.</summary>
    private const double Prior = 2;

    /// <summary>
    /// Neighbours that are read at least, and at most this share of the catalogue: of a small one the twentieth is of another kind.
    /// </summary>
    private const int Fewest = 5;
    private const double MostShare = 0.1;

    private readonly Dictionary<int, int> _counts = [];
    private int _neighbors;

    /// <summary>Tells whether there are any neighbours.</summary>
    public bool Any => _neighbors > 0;

    /// <summary>Returns the share of the neighbours that have a term.</summary>
    public double ShareOf(int term) => _neighbors == 0 ? 0 : (double)_counts.GetValueOrDefault(term) / _neighbors;

    /// <summary>
    /// Returns the same, drawn a little towards the term's rate in the catalogue, which it is where there are no neighbours.
    /// </summary>
    public double RateOf(int term) => (_counts.GetValueOrDefault(term) + (Prior * table.RateOf(term))) / (_neighbors + Prior);

    /// <summary>Reads the neighbours of an item.</summary>
    public void Read(int item)
    {
        _counts.Clear();
        var nearest = neighbors.Of(item)[..Math.Min(neighbors.Of(item).Length, Math.Max(Fewest, (int)(MostShare * table.Count)))];
        _neighbors = nearest.Length;
        foreach (var neighbor in nearest)
        {
            foreach (var candidate in table.Of(neighbor.Item))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, candidate.Term, out _)++;
            }
        }
    }
}
