namespace Grlm;

/// <summary>
/// Ranks by the content baseline: BM25 (Robertson and Zaragoza, Foundations and Trends in Information Retrieval 2009, section 3.4) of items
/// as documents of their terms for the terms of the latest items of the history as query. A term stands once in a TID and all TIDs are of
/// one length, so that what is left of BM25 is <c>score(i) = sum over the query's terms that i has of idf(t)</c>, <c>idf(t) = ln(1 + (N -
/// n(t) + 1/2) / (n(t) + 1/2))</c>, a term counted <c>.8^age</c> for each item of the history that it comes from. Filler is no term here:
/// that nothing is known of two items makes them no more alike. Immutable and safe for concurrent use.
/// </summary>
internal sealed class TermBm25Ranker : IItemRanker
{
    private const int HistoryLength = 20;
    private const float Decay = 0.8f;

    private readonly TermLibrary _library;
    private readonly float[] _idf;
    private readonly int[][] _itemsOfTerm;

    /// <param name="library">The items' terms.</param>
    public TermBm25Ranker(TermLibrary library)
    {
        _library = library;
        var items = library.Terms.Select(_ => new List<int>()).ToArray();
        for (var item = 0; item < library.ItemCount; item++)
        {
            foreach (var term in library.TermsOf(item))
            {
                if (!Filler.Contains(library.Terms[term]))
                    items[term].Add(item);
            }
        }

        _itemsOfTerm = Array.ConvertAll(items, list => list.ToArray());
        _idf = Array.ConvertAll(_itemsOfTerm, list => (float)Math.Log(1 + ((library.ItemCount - list.Length + 0.5) / (list.Length + 0.5))));
    }

    /// <inheritdoc/>
    public int ItemCount => _library.ItemCount;

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
    {
        ScoreRows.Check(histories.Count, ItemCount, scores);
        var query = new float[_library.Terms.Count];
        for (var row = 0; row < histories.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Score(histories[row], query, scores.Slice(row * ItemCount, ItemCount));
        }
    }

    private void Score(IReadOnlyList<int> history, float[] query, Span<float> scores)
    {
        scores.Clear();
        var terms = AddQuery(history, query);
        foreach (var term in terms)
        {
            foreach (var item in _itemsOfTerm[term])
            {
                scores[item] += query[term] * _idf[term];
            }

            query[term] = 0;
        }

        ScoreRows.LogSoftMax(scores);
    }

    /// <summary>Sums the weights of the history's terms into the query; returns which they are.</summary>
    private List<int> AddQuery(IReadOnlyList<int> history, float[] query)
    {
        var (terms, weight) = (new List<int>(), 1f);
        for (var place = history.Count - 1; place >= Math.Max(0, history.Count - HistoryLength); place--)
        {
            foreach (var term in _library.TermsOf(history[place]))
            {
                if (query[term] == 0)
                {
                    terms.Add(term);
                }

                query[term] += weight;
            }

            weight *= Decay;
        }

        return terms;
    }
}
