namespace Grlm;

/// <summary>
/// Structural mapping: the items whose TIDs agree best with a generated one, slot by slot, where early slots weigh more:
/// <c>score(i) = sum over j = 1..5 of w_j * [generated_j == t_j(i)]</c>, <c>w_j = 1/(j+1)</c>; ties by popularity, then item order
/// (GRLM, arXiv 2601.06798, Elastic Identifier Grounding). Immutable and safe for concurrent use.
/// </summary>
public sealed class StructuralMapping
{
    private readonly TermLibrary _library;
    private readonly IReadOnlyList<int> _popularity;

    // For slot j and term t the items that have t there, rising, stand at _postings[j][_starts[j][t].._starts[j][t + 1]].
    private readonly int[][] _starts;
    private readonly int[][] _postings;

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

        (_library, _popularity) = (library, popularity);
        (_starts, _postings) = (new int[library.Length][], new int[library.Length][]);
        for (var slot = 0; slot < library.Length; slot++)
        {
            (_starts[slot], _postings[slot]) = Index(library, slot);
        }

        _one = Enumerable.Range(2, library.Length).Aggregate(1L, LeastCommonMultiple);
        _weights = [.. Enumerable.Range(2, library.Length).Select(denominator => _one / denominator)];
    }

    /// <summary>Finds the items that agree best with a generated TID.</summary>
    /// <param name="generated">What was written; terms that the library does not have, or too few or too many of them, agree with nothing.</param>
    /// <param name="count">How many items to return at most.</param>
    /// <param name="isAllowed">Whether an item may be returned; null for all.</param>
    /// <returns>Items with a score above 0, best first.</returns>
    public IReadOnlyList<StructuralMatch> Find(TermId generated, int count, Predicate<int>? isAllowed = null)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var top = new TopCandidates(count);
        var (next, end) = Cursors(generated);
        for (var item = Smallest(next, end); item < _library.ItemCount; item = Smallest(next, end))
        {
            long score = 0;
            for (var slot = 0; slot < next.Length; slot++)
            {
                if (next[slot] < end[slot] && _postings[slot][next[slot]] == item)
                {
                    score += _weights[slot];
                    next[slot]++;
                }
            }

            var candidate = new Candidate(score, _popularity[item], item);
            if (top.Admits(candidate) && (isAllowed is null || isAllowed(item)))
            {
                top.Add(candidate);
            }
        }

        return [.. top.Kept.Select(candidate => new StructuralMatch(candidate.Item, candidate.Score / _one))];
    }

    private (int[] Next, int[] End) Cursors(TermId generated)
    {
        var (next, end) = (new int[_library.Length], new int[_library.Length]);
        for (var slot = 0; slot < Math.Min(_library.Length, generated.Terms.Length); slot++)
        {
            if (_library.TryGetTerm(generated.Terms[slot], out var term))
            {
                (next[slot], end[slot]) = (_starts[slot][term], _starts[slot][term + 1]);
            }
        }

        return (next, end);
    }

    private int Smallest(int[] next, int[] end)
    {
        var smallest = int.MaxValue;
        for (var slot = 0; slot < next.Length; slot++)
        {
            if (next[slot] < end[slot])
            {
                smallest = Math.Min(smallest, _postings[slot][next[slot]]);
            }
        }

        return smallest;
    }

    private static (int[] Starts, int[] Postings) Index(TermLibrary library, int slot)
    {
        var starts = new int[library.Terms.Count + 1];
        foreach (var item in library.Trie.Items)
        {
            starts[library.TermsOf(item)[slot] + 1]++;
        }

        for (var term = 0; term < library.Terms.Count; term++)
        {
            starts[term + 1] += starts[term];
        }

        var (postings, next) = (new int[library.Trie.Items.Length], starts.ToArray());
        for (var item = 0; item < library.ItemCount; item++)
        {
            if (library.HasTermId(item))
            {
                postings[next[library.TermsOf(item)[slot]]++] = item;
            }
        }

        return (starts, postings);
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
