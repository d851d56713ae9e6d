namespace Grlm;

/// <summary>
/// Grounding as the authors of GRLM released it (in_domain/s5_beauty_eval.py), for parity and for nothing else. A text that is not a TID of
/// the library goes to the TID with the highest sum: a generated term at the 0-based place i weighs 1/(i+1); every library term equal to it
/// counts 1.0, one that contains it or is contained in it 0.8, wherever in a TID they stand. Of TIDs with equal sums the one wins that is
/// met first when the generated terms are compared with the library's terms in the order of their first use, and with each term's TIDs in
/// library order. A look-up compares every term of the library with every generated one. Immutable and safe for concurrent use.
/// </summary>
public sealed class ReferenceGrounding : ITextGrounding
{
    private const double Contained = 0.8;

    private readonly TermLibrary _library;

    // For each term the first item of every TID that has it, in library order, as often as the TID has it.
    private readonly List<int>[] _itemsOfTerm;

    /// <param name="library">The TIDs; library order is that of their first items.</param>
    public ReferenceGrounding(TermLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        _library = library;
        _itemsOfTerm = [.. library.Terms.Select(_ => new List<int>())];
        for (var item = 0; item < library.ItemCount; item++)
        {
            if (library.TermIdOf(item) is { } termId && library.ItemsOf(termId)[0] == item)
            {
                foreach (var term in library.TermsOf(item))
                {
                    _itemsOfTerm[term].Add(item);
                }
            }
        }
    }

    /// <summary>
    /// Returns the first look-up: the items of the TID that was generated; where it is not in the library, what the fall-back finds.
    /// </summary>
    /// <param name="text">Terms between commas; brackets around them don't matter.</param>
    public IReadOnlyList<int> FirstLookUp(string text)
    {
        var terms = TermsIn(text);
        var items = _library.ItemsOf(terms);
        return items.IsEmpty ? Best(terms) is { } best ? [best.Item] : [] : items.ToArray();
    }

    /// <summary>
    /// Returns the fall-back look-up: the first item of the TID with the highest sum; null where no term is like a generated one.
    /// </summary>
    /// <param name="text">Terms between commas; brackets around them don't matter.</param>
    public int? Fallback(string text) => Best(TermsIn(text))?.Item;

    /// <summary>Returns a whole list: the first look-ups of all texts, then their fall-backs for what is missing.</summary>
    /// <param name="texts">What was generated for one user, most probable first.</param>
    /// <param name="count">Items in the list at most.</param>
    public IReadOnlyList<int> List(IReadOnlyList<string> texts, int count)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var list = new OrderedDictionary<int, bool>();
        var found = texts.SelectMany(FirstLookUp).Concat(texts.Select(Fallback).OfType<int>());
        foreach (var item in found.TakeWhile(_ => list.Count < count))
        {
            list.TryAdd(item, true);
        }

        return [.. list.Keys];
    }

    /// <inheritdoc/>
    public GroundedText Ground(string text, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var terms = TermsIn(text);
        if (text.Length > ElasticGrounding.LongestText || terms.Terms.IsEmpty)
        {
            return GroundedText.Nothing(terms.Terms.IsEmpty
                ? "There is no term in the text." : $"The text is longer than {ElasticGrounding.LongestText:N0} characters.");
        }

        if (Best(terms) is not { } best)
        {
            return GroundedText.Nothing("No term of the library is like one of the terms.", terms.Terms);
        }

        var direct = _library.ItemsOf(terms).ToArray();
        var whole = terms.Terms.Select((_, place) => 1.0 / (place + 1)).Sum();
        return new GroundedText(
            terms.Terms,
            [],
            direct.Length > 0 ? GroundingSource.Direct : GroundingSource.Structural,
            direct.Length > 0
                ? [.. direct.Take(count).Select(item => new GroundedItem(item, whole, terms.Terms))]
                : [new GroundedItem(best.Item, best.Score,
                    [.. _library.TermIdOf(best.Item)!.Terms.Where(term => terms.Terms.Any(generated => Likeness(generated, term) > 0))])],
            null);
    }

    private static TermId TermsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TermId(
            [.. text.Trim().Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static double Likeness(string generated, string term)
        => generated.Equals(term, StringComparison.Ordinal) ? 1
            : generated.Contains(term, StringComparison.Ordinal) || term.Contains(generated, StringComparison.Ordinal) ? Contained
            : 0;

    private (int Item, double Score)? Best(TermId generated)
    {
        var likeness = Array.ConvertAll([.. generated.Terms],
            term => Array.ConvertAll([.. _library.Terms], other => Likeness(term, other)));
        (int Item, double Score)? best = null;
        foreach (var item in InOrderMet(likeness))
        {
            var score = ScoreOf(item, likeness);
            best = best is null || score > best.Value.Score ? (item, score) : best;
        }

        return best;
    }

    /// <summary>Returns the first items of all TIDs with a like term, in the order in which the authors' loops come upon them.</summary>
    /// <param name="likeness">By generated term and term of the library.</param>
    private IEnumerable<int> InOrderMet(double[][] likeness)
        => likeness.SelectMany(row => row.Index().Where(term => term.Item > 0).SelectMany(term => _itemsOfTerm[term.Index])).Distinct();

    /// <summary>
    /// Returns the sum of a TID, in the order of its terms and for each of the generated ones: in another order it could end in another
    /// last bit.
    /// </summary>
    private double ScoreOf(int item, double[][] likeness)
    {
        var score = 0.0;
        foreach (var term in _library.TermsOf(item))
        {
            for (var place = 0; place < likeness.Length; place++)
            {
                score += 1.0 / (place + 1) * likeness[place][term];
            }
        }

        return score;
    }
}
