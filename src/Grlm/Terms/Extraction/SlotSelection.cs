using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>Fills the slots of an item's TID from its candidates. Used for one item.</summary>
/// <param name="table">The candidates of every item.</param>
/// <param name="scores">How well they fit the slots, read for this item.</param>
/// <param name="length">Number of slots.</param>
internal sealed class SlotSelection(CandidateTable table, SlotScores scores, int length)
{
    /// <summary>
    /// Slots that say what the item is and what it shares, at most: in a longer TID every further one helps to tell the item apart.
    /// </summary>
    private const int MostShared = TermId.DefaultLength - 1;

    /// <summary>
    /// Share of all items above which a term of theirs tells nothing, and comes last in a longer TID: what stands at the root of the
    /// categories.
    /// </summary>
    private const double TellingShare = 0.5;

    private readonly List<string> _terms = [];
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    private bool IsFull => _terms.Count == length;

    /// <summary>Returns the number of the term that says what the item is; -1 where none does.</summary>
    public int TypeOf(int item) => Best(item, scores.Type) is { } best ? best.Term : -1;

    /// <summary>Returns the TID of the item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="types">What every item is.</param>
    /// <param name="implied">What holds for it by its kind.</param>
    /// <param name="rest">What its title has besides single words.</param>
    public TermId Select(int item, TypeTable types, ImpliedTerms implied, IEnumerable<string> rest)
    {
        var type = types.Of(item);
        if (type >= 0)
        {
            Take(type);
        }

        while (_terms.Count < Math.Min(length - 1, MostShared) && Best(item, Shared) is { } shared)
        {
            Take(shared.Term);
        }

        while (!IsFull && Best(item, Unique) is { } unique)
        {
            Take(unique.Term);
        }

        FillUp(item, implied, rest);
        return new TermId([.. _terms]);

        double Unique(CandidateTerm candidate) => IsTelling(candidate) ? scores.Unique(candidate) : 0;

        double Shared(CandidateTerm candidate) => scores.Shared(candidate, types.InformationOf(candidate.Term, type));
    }

    /// <summary>Returns all candidates of the item, those that tell most first, then what holds for its kind.</summary>
    public IEnumerable<string> Alternatives(int item, ImpliedTerms implied)
        => table.Of(item).ToArray()
            .OrderByDescending(scores.Unique).ThenBy(candidate => candidate.Place)
            .Select(candidate => table.Term(candidate.Term))
            .Concat(implied.Of(item))
            .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Fills what is left of an item with little text: words of its own that other terms have in them already, what holds for its kind,
    /// what its title has besides words, and at last what says that nothing is known.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="implied">What holds for it by its kind.</param>
    /// <param name="rest">What its title has besides single words.</param>
    private void FillUp(int item, ImpliedTerms implied, IEnumerable<string> rest)
    {
        var own = table.Of(item).ToArray().OrderByDescending(scores.Unique).ThenBy(candidate => candidate.Place).ToLookup(IsTelling,
            candidate => table.Term(candidate.Term));
        foreach (var term in own[true].Concat(implied.Of(item)).Concat(own[false]).Concat(length <= TermId.DefaultLength ? rest : [])
            .Concat(Filler.Of(length)))
        {
            if (!IsFull && !_terms.Contains(term, StringComparer.Ordinal))
            {
                _terms.Add(term);
            }
        }
    }

    // Five slots and fewer are seldom left for such terms.
    private bool IsTelling(CandidateTerm candidate) => length <= TermId.DefaultLength || table.RateOf(candidate.Term) <= TellingShare;

    private CandidateTerm? Best(int item, Func<CandidateTerm, double> score)
    {
        var (best, highest) = (default(CandidateTerm?), 0.0);
        foreach (var candidate in table.Of(item))
        {
            if (score(candidate) is var value && value > highest && IsFresh(candidate.Term))
            {
                (best, highest) = (candidate, value);
            }
        }

        return best;
    }

    private void Take(int term)
    {
        _terms.Add(table.Term(term));
        _words.UnionWith(table.WordsOf(term));
    }

    /// <summary>
    /// Tells whether no word of the term is in the TID yet, nor, where a script hides its words, part of one that is, or the other way
    /// round.
    /// </summary>
    private bool IsFresh(int term) => !table
        .WordsOf(term).Any(word => _words.Contains(word) || (WordRuns.HidesAny(word) && _words.Any(taken => AreOneInOther(word, taken))));

    private static bool AreOneInOther(string word, string taken)
        => WordRuns.HidesAny(taken) && (taken.Contains(word, StringComparison.Ordinal) || word.Contains(taken, StringComparison.Ordinal));
}

/// <summary>
/// Terms that an item has not, but that hold for its kind: most of its neighbours that are what it is have them, and they name no kind of
/// goods and no brand themselves. Safe for concurrent use.
/// </summary>
/// <param name="table">The candidates of every item.</param>
/// <param name="neighbors">The nearest items of each.</param>
/// <param name="types">What every item is.</param>
internal sealed class ImpliedTerms(CandidateTable table, NeighborTable neighbors, TypeTable types)
{
    /// <summary>Share of the neighbours of an item's kind that must have a term, and how many of them must be.</summary>
    private const double NeededShare = 0.5;
    private const int FewestOfKind = 3;

    /// <summary>Returns the terms, those that tell most first.</summary>
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
            .Where(
                pair => kin >= FewestOfKind && pair.Value >= NeededShare * kin && table.BrandShare(pair.Key) == 0
                    && !types.IsType(pair.Key))
            .OrderByDescending(pair => pair.Value * -Math.Log(table.RateOf(pair.Key))).ThenBy(pair => pair.Key)
            .Select(pair => table.Term(pair.Key));
    }
}

/// <summary>
/// Holds what every item is, its first term, and how often each other term goes with it: of a term that all items of a type have, an item
/// of that type learns nothing. Immutable.
/// </summary>
internal sealed class TypeTable
{
    /// <summary>Items that the catalogue's rate of a term counts for beside those of the type.</summary>
    private const double Prior = 5;

    private readonly CandidateTable _table;
    private readonly int[] _types;
    private readonly int[] _typeCounts;
    private readonly Dictionary<(int Type, int Term), int> _pairs = [];

    /// <param name="table">The candidates of every item.</param>
    /// <param name="types">The first term of every item; -1 where it has none.</param>
    public TypeTable(CandidateTable table, int[] types)
    {
        (_table, _types, _typeCounts) = (table, types, new int[table.TermCount]);
        for (var item = 0; item < types.Length; item++)
        {
            if (types[item] < 0)
            {
                continue;
            }

            _typeCounts[types[item]]++;
            foreach (var candidate in table.Of(item))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (types[item], candidate.Term), out _)++;
            }
        }
    }

    /// <summary>Returns the first term of an item; -1 where it has none.</summary>
    public int Of(int item) => _types[item];

    /// <summary>Tells whether a term is what some item is.</summary>
    public bool IsType(int term) => _typeCounts[term] > 0;

    /// <summary>Nats that a term tells about an item whose type is known.</summary>
    public double InformationOf(int term, int type)
    {
        var rate = type < 0
            ? _table.RateOf(term)
            : (_pairs.GetValueOrDefault((type, term)) + (Prior * _table.RateOf(term))) / (_typeCounts[type] + Prior);
        return Math.Max(0, -Math.Log(rate));
    }
}
