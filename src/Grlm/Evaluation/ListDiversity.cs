namespace Grlm;

/// <summary>
/// Measures what lists of recommendations are like whether or not they hit, at the first ten places (Castells, Hurley and Vargas,
/// Recommender Systems Handbook, 2015, chapter 26): see <see cref="Figures"/>. Keeps a number an item. Not thread-safe.
/// </summary>
/// <param name="library">The items' terms.</param>
/// <param name="popularity">Training interactions of each item.</param>
internal sealed class ListDiversity(TermLibrary library, IReadOnlyList<int> popularity)
{
    private const int Cutoff = 10;

    private readonly double[] _information = InformationOf(popularity);
    private readonly long[] _shown = new long[popularity.Count];
    private double _noveltySum;
    private double _diversitySum;
    private int _users;

    /// <summary>Adds one user's list.</summary>
    public void Add(IReadOnlyList<Recommendation> items)
    {
        var length = Math.Min(Cutoff, items.Count);
        var novelty = 0.0;
        for (var place = 0; place < length; place++)
        {
            _shown[items[place].Item]++;
            novelty += _information[items[place].Item];
        }

        _users++;
        _noveltySum += novelty / Math.Max(1, length);
        _diversitySum += Dissimilarity(items, length);
    }

    /// <summary>
    /// Returns <c>coverage@10</c>: share of the catalogue that is in anyone's list. <c>gini@10</c>: Gini index of how often the items of
    /// the catalogue are in a list; 0 where all are as often, near 1 where a few take all places. <c>novelty@10</c>: mean self-information
    /// of the items in bits, <c>-log2((n(i) + 1) / (N + items))</c> by training interactions n. <c>diversity@10</c>: mean over pairs of
    /// items of a list of 1 less the Jaccard index of their terms.
    /// </summary>
    public IEnumerable<KeyValuePair<string, double>> Figures() =>
    [
        new($"coverage@{Cutoff}", (double)_shown.Count(count => count > 0) / Math.Max(1, _shown.Length)),
        new($"gini@{Cutoff}", Gini([.. _shown.Order()])),
        new($"novelty@{Cutoff}", _noveltySum / Math.Max(1, _users)),
        new($"diversity@{Cutoff}", _diversitySum / Math.Max(1, _users)),
    ];

    private static double[] InformationOf(IReadOnlyList<int> popularity)
    {
        var all = popularity.Sum(count => (long)count) + popularity.Count;
        return [.. popularity.Select(count => -Math.Log2((count + 1.0) / all))];
    }

    /// <summary>Returns <c>sum over k of (2k - n - 1) x_k / (n sum x)</c> for x rising, k from 1.</summary>
    private static double Gini(long[] rising)
    {
        var (weighted, sum) = (0.0, 0.0);
        for (var place = 0; place < rising.Length; place++)
        {
            weighted += ((2.0 * (place + 1)) - rising.Length - 1) * rising[place];
            sum += rising[place];
        }

        return sum == 0 ? 0 : weighted / (rising.Length * sum);
    }

    private double Dissimilarity(IReadOnlyList<Recommendation> items, int length)
    {
        var (sum, pairs) = (0.0, 0);
        for (var first = 0; first < length; first++)
        {
            for (var second = first + 1; second < length; second++)
            {
                sum += 1 - Jaccard(library.TermsOf(items[first].Item), library.TermsOf(items[second].Item));
                pairs++;
            }
        }

        return sum / Math.Max(1, pairs);
    }

    private static double Jaccard(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var shared = 0;
        foreach (var term in first)
        {
            shared += second.Contains(term) ? 1 : 0;
        }

        var all = first.Length + second.Length - shared;
        return all == 0 ? 0 : (double)shared / all;
    }
}
