namespace Grlm;

/// <summary>
/// Structural mapping: the items whose TIDs agree best with a generated one, slot by slot, where early slots weigh more:
/// <c>score(i) = sum over j = 1..length of w_j * [generated_j == t_j(i)]</c>, <c>w_j = 1/(j+1)</c>; ties by popularity, then item order
/// (GRLM, arXiv 2601.06798, Elastic Identifier Grounding). Filler, which stands where nothing is known, agrees with nothing.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed class StructuralMapping
{
    private readonly TermLibrary _library;
    private readonly RankedPostings _postings;

    // Weights times a common multiple of their denominators: sums are exact, so 1/2 ties with 1/3 + 1/6 as it should.
    private readonly long[] _weights;
    private readonly long _one;

    /// <param name="library">The TIDs.</param>
    /// <param name="popularity">Interactions of each item in the training data: <c>[items]</c>.</param>
    /// <exception cref="ArgumentException">The popularity is not that of the library's items.</exception>
    public StructuralMapping(TermLibrary library, IReadOnlyList<int> popularity)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(popularity);
        if (popularity.Count != library.ItemCount)
        {
            throw new ArgumentException($"{popularity.Count} popularities don't fit {library.ItemCount} items.", nameof(popularity));
        }

        _library = library;
        _postings = library.Packed.Postings is { } stored && stored.IsOrderedBy(popularity)
            ? stored : RankedPostings.Pack(library, popularity);
        _one = Enumerable.Range(2, library.Length).Aggregate(1L, LeastCommonMultiple);
        _weights = [.. Enumerable.Range(2, library.Length).Select(denominator => _one / denominator)];
    }

    /// <summary>Gets the score of an item whose whole TID was generated: the sum of all weights.</summary>
    public double WholeScore => (double)_weights.Sum() / _one;

    /// <summary>Finds the items that agree best with a generated TID.</summary>
    /// <param name="generated">What was written; terms that the library does not have, or too few or too many of them, agree with
    /// nothing.</param>
    /// <param name="count">How many items to return at most.</param>
    /// <param name="isAllowed">Whether an item may be returned; null for all.</param>
    /// <returns>Items with a score above 0, best first.</returns>
    public IReadOnlyList<StructuralMatch> Find(TermId generated, int count, Predicate<int>? isAllowed = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var best = new StructuralMatch[Math.Min(count, _postings.ItemAt.Length)];
        return best[..Find(generated, best, isAllowed)];
    }

    /// <summary>Finds the items that agree best with a generated TID, without allocating.</summary>
    /// <param name="generated">What was written; terms that the library does not have, or too few or too many of them, agree with
    /// nothing.</param>
    /// <param name="best">Receives the items with a score above 0, best first.</param>
    /// <param name="isAllowed">Whether an item may be returned; null for all.</param>
    /// <returns>How many were found.</returns>
    public int Find(TermId generated, Span<StructuralMatch> best, Predicate<int>? isAllowed = null)
    {
        ArgumentNullException.ThrowIfNull(generated);
        if (best.IsEmpty)
        {
            return 0;
        }

        Span<PostingCursor> lists = stackalloc PostingCursor[TermId.MaximumLength];
        var merge = new PostingMerge(_postings.Places.Span,
            Open(generated, _weights.Length <= TermId.MaximumLength ? lists : new PostingCursor[_weights.Length]));
        var itemAt = _postings.ItemAt.Span;
        var (found, threshold) = (0, 0L);
        while (merge.MoveAbove(threshold, out var place, out var score))
        {
            if (isAllowed is null || isAllowed(itemAt[place]))
            {
                found = Insert(best, found, new StructuralMatch(itemAt[place], score));
                threshold = found == best.Length ? (long)best[^1].Score : 0;
            }
        }

        foreach (ref var match in best[..found])
        {
            match = match with { Score = match.Score / _one };
        }

        return found;
    }

    /// <summary>Returns the lists of the generated terms that are not empty.</summary>
    private Span<PostingCursor> Open(TermId generated, Span<PostingCursor> lists)
    {
        Span<int> terms = stackalloc int[TermId.MaximumLength];
        terms = _weights.Length <= TermId.MaximumLength ? terms[.._weights.Length] : new int[_weights.Length];
        _library.Translate(generated, terms);
        var opened = 0;
        for (var slot = 0; slot < terms.Length; slot++)
        {
            if (terms[slot] >= 0 && !Filler.Contains(_library.Terms[terms[slot]]))
            {
                var list = new PostingCursor(_postings.ListOf(terms[slot], slot), _weights[slot]);
                lists[opened] = list;
                opened += list.Left > 0 ? 1 : 0;
            }
        }

        return lists[..opened];
    }

    /// <summary>
    /// Puts a match after those that score as much, for they come first in the order that settles ties; the last one makes room.
    /// </summary>
    private static int Insert(Span<StructuralMatch> best, int found, StructuralMatch match)
    {
        var place = found < best.Length ? found : found - 1;
        while (place > 0 && best[place - 1].Score < match.Score)
        {
            best[place] = best[place - 1];
            place--;
        }

        best[place] = match;
        return Math.Min(found + 1, best.Length);
    }

    private static long LeastCommonMultiple(long left, int right)
    {
        var (divisor, rest) = (left, (long)right);
        while (rest != 0)
        {
            (divisor, rest) = (rest, divisor % rest);
        }

        return checked(left / divisor * right);
    }
}
