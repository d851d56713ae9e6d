using System.Runtime.CompilerServices;

namespace Grlm;

/// <summary>
/// Makes terms of the words of items and their neighbours, without a model. The first slot takes what the item is, the last what its
/// neighbours lack (from the fifth on all), those between what it shares with them. Deterministic; safe for concurrent use.
/// </summary>
internal sealed class TermExtractor : ITermProvider
{
    private readonly Catalog _catalog;
    private readonly NeighborTable _neighbors;
    private readonly int _length;
    private readonly CandidateTable _table;
    private readonly double[] _coherence;
    private readonly TypeTable _types;
    private readonly ImpliedTerms _implied;

    /// <param name="catalog">The items.</param>
    /// <param name="neighbors">The nearest items of each.</param>
    /// <param name="length">Number of terms of a TID.</param>
    public TermExtractor(Catalog catalog, NeighborTable neighbors, int length)
    {
        (_catalog, _neighbors, _length) = (catalog, neighbors, length);
        var corpus = ExtractionCorpus.Read(catalog, neighbors);
        (Cutter, _table) = (corpus.Cutter, CandidateTable.Build(catalog, corpus));
        _coherence = CoherenceOf(_table, neighbors);
        var types = new int[_table.Count];
        Parallel.For(0, types.Length, Scores, (item, _, scores) =>
        {
            scores.Read(item);
            types[item] = new SlotSelection(_table, scores, _length).TypeOf(item);
            return scores;
        }, _ => { });
        _types = new TypeTable(_table, types);
        _implied = new ImpliedTerms(_table, neighbors, _types);
    }

    /// <summary>Gets what the catalogue's texts are cut into words with.</summary>
    public WordCutter Cutter { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TermProposal> ProposeAsync(
        IReadOnlyList<TermRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What tells colliding items apart is not for extraction to say: the words that do are taken from their metadata afterwards.
        foreach (var chunk in requests.Where(request => request.Colliding.Count == 0).Chunk(1024))
        {
            var termIds = new TermId[chunk.Length];
            await Task.Run(
                () => Parallel.For(
                    0,
                    chunk.Length,
                    new ParallelOptions { CancellationToken = cancellationToken },
                    Scores,
                    (place, _, scores) =>
                    {
                        termIds[place] = Extract(chunk[place].Item, scores);
                        return scores;
                    },
                    _ => { }),
                cancellationToken);
            for (var place = 0; place < chunk.Length; place++)
            {
                yield return new TermProposal(chunk[place].Item, termIds[place].Terms);
            }
        }
    }

    /// <summary>Returns the TID of one item.</summary>
    public TermId Extract(int item) => Extract(item, Scores());

    /// <summary>Terms that the item could have instead of others, the best first.</summary>
    public IReadOnlyList<string> AlternativesOf(int item)
    {
        var scores = Scores();
        scores.Read(item);
        return [.. new SlotSelection(_table, scores, _length).Alternatives(item, _implied)];
    }

    private static double[] CoherenceOf(CandidateTable table, NeighborTable neighbors)
    {
        var sums = new double[table.TermCount];
        var counts = new NeighborhoodCounts(table, neighbors);
        for (var item = 0; item < table.Count; item++)
        {
            counts.Read(item);
            foreach (var candidate in table.Of(item))
            {
                sums[candidate.Term] += counts.ShareOf(candidate.Term) / table.ItemCount(candidate.Term);
            }
        }

        return sums;
    }

    private SlotScores Scores() => new(_table, _neighbors, _coherence);

    private TermId Extract(int item, SlotScores scores)
    {
        scores.Read(item);
        return new SlotSelection(_table, scores, _length).Select(item, _types, _implied,
            DiscriminatingTokens.RestOf(_catalog[item].Title, Cutter));
    }
}
