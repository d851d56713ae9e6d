namespace Grlm;

/// <summary>Holds the candidate terms of every item, and how each term is used in the catalogue. Immutable.</summary>
internal sealed class CandidateTable
{
    /// <summary>
    /// Of a word's items, the share in a collocation from which on the word alone is no term: <c>anti</c> in <c>anti-aging</c>.
    /// </summary>
    private const double BoundShare = 0.7;

    private readonly CandidateTerm[][] _items;
    private readonly List<string> _terms;
    private readonly string[][] _words;
    private readonly int[] _itemCounts;
    private readonly int[] _headCounts;
    private readonly int[] _brandCounts;
    private readonly bool[] _isCategory;

    private CandidateTable(CandidateTerm[][] items, List<string> terms, WordCutter cutter)
    {
        (_items, _terms) = (items, terms);
        _words = [.. terms.Select(term => TermWords.Of(term, cutter))];
        (_itemCounts, _headCounts, _brandCounts) = (new int[terms.Count], new int[terms.Count], new int[terms.Count]);
        _isCategory = new bool[terms.Count];
        foreach (var candidate in items.SelectMany(candidates => candidates))
        {
            _itemCounts[candidate.Term]++;
            _isCategory[candidate.Term] |= (candidate.Flags & (CandidateFlags.Category | CandidateFlags.CategoryLeaf))
                != CandidateFlags.None;
            _headCounts[candidate.Term] += candidate.Flags.HasFlag(CandidateFlags.Head) ? 1 : 0;
            _brandCounts[candidate.Term] += candidate.Flags.HasFlag(CandidateFlags.Brand) ? 1 : 0;
        }

        HasCategories = _isCategory.Contains(true);
    }

    /// <summary>Number of items.</summary>
    public int Count => _items.Length;

    /// <summary>Number of terms.</summary>
    public int TermCount => _terms.Count;

    /// <summary>Returns the candidates of one item, from the front of its title on.</summary>
    public ReadOnlySpan<CandidateTerm> Of(int item) => _items[item];

    /// <summary>Returns a term in normal form, by its number.</summary>
    public string Term(int term) => _terms[term];

    /// <summary>Returns the words of a term.</summary>
    public string[] WordsOf(int term) => _words[term];

    /// <summary>Items that have the term among their candidates.</summary>
    public int ItemCount(int term) => _itemCounts[term];

    /// <summary>Returns the share of those in which it says what the thing is.</summary>
    public double HeadShare(int term) => (double)_headCounts[term] / _itemCounts[term];

    /// <summary>Returns the share of those in which it is the brand, or part of it.</summary>
    public double BrandShare(int term) => (double)_brandCounts[term] / _itemCounts[term];

    /// <summary>Returns the share of all items that have it.</summary>
    public double RateOf(int term) => (double)_itemCounts[term] / _items.Length;

    /// <summary>Tells whether a category of any item has it.</summary>
    public bool IsCategory(int term) => _isCategory[term];

    /// <summary>Tells whether any item has a category.</summary>
    public bool HasCategories { get; }

    /// <summary>Gathers the candidates of a catalogue.</summary>
    public static CandidateTable Build(Catalog catalog, ExtractionCorpus corpus)
    {
        var collocations = Collocations.Find(corpus);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var terms = new List<string>();
        var items = new CandidateTerm[catalog.Count][];
        for (var item = 0; item < items.Length; item++)
        {
            var found = new CandidateFinder(corpus, collocations).Find(catalog[item].Brand, corpus[item]);
            items[item] =
                [.. found.Select(
                    (candidate, place) => new CandidateTerm(NumberOf(candidate.Text, numbers, terms), candidate.Flags, place))];
        }

        return new CandidateTable(WithoutBound(items, terms.Count), terms, corpus.Cutter);
    }

    private static CandidateTerm[][] WithoutBound(CandidateTerm[][] items, int terms)
    {
        var (all, bound) = (new int[terms], new int[terms]);
        foreach (var candidate in items.SelectMany(candidates => candidates))
        {
            all[candidate.Term]++;
            bound[candidate.Term] += candidate.Flags.HasFlag(CandidateFlags.Bound) ? 1 : 0;
        }

        return Array.ConvertAll(items, candidates => Array.FindAll(
            candidates,
            candidate => !candidate.Flags.HasFlag(CandidateFlags.Bound) || bound[candidate.Term] < BoundShare * all[candidate.Term]));
    }

    private static int NumberOf(string text, Dictionary<string, int> numbers, List<string> terms)
    {
        if (!numbers.TryGetValue(text, out var number))
        {
            numbers.Add(text, number = terms.Count);
            terms.Add(text);
        }

        return number;
    }
}

/// <summary>Describes a term that an item could have.</summary>
/// <param name="Term">Number of the term.</param>
/// <param name="Flags">Where in the item's texts it stands.</param>
/// <param name="Place">Its place among the item's candidates, from the front of the title on.</param>
internal readonly record struct CandidateTerm(int Term, CandidateFlags Flags, int Place);

/// <summary>Says how a candidate term stands in an item's texts.</summary>
[Flags]
internal enum CandidateFlags
{
    None = 0,

    /// <summary>In the title.</summary>
    Title = 1,

    /// <summary>Set for the brand.</summary>
    Brand = 2,

    /// <summary>In a category node above the last.</summary>
    Category = 4,

    /// <summary>In the last node of a category path.</summary>
    CategoryLeaf = 8,

    /// <summary>In the description.</summary>
    Description = 16,

    /// <summary>At the end of a phrase that says what the thing is.</summary>
    Head = 32,

    /// <summary>Behind <c>for</c>.</summary>
    Purpose = 64,

    /// <summary>Nowhere but inside of a phrase.</summary>
    Bound = 128,
}
