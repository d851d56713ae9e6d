namespace Grlm;

/// <summary>
/// Spherical k-means on a sample of the vectors: centres of length one, each the direction of the sum of those nearest to it
/// (Dhillon and Modha, Concept Decompositions for Large Sparse Text Data using Clustering, 2001).
/// </summary>
internal sealed class Clusters
{
    private const int Rounds = 6;
    private const int SampleOfEach = 40;

    private readonly ParallelOptions _parallel;

    private Clusters(VectorMatrix centers, ParallelOptions parallel) => (Centers, _parallel) = (centers, parallel);

    /// <summary>Gets the centres, <c>[clusters, width]</c>.</summary>
    public VectorMatrix Centers { get; }

    /// <summary>Finds centres.</summary>
    /// <param name="vectors">The vectors, each of length one or zero.</param>
    /// <param name="rows">The rows that count.</param>
    /// <param name="count">How many centres; at most as many as rows.</param>
    /// <param name="random">Draws the sample and what replaces a centre without vectors.</param>
    /// <param name="parallel">How many threads may be used, and when to stop.</param>
    /// <param name="onRound">Told how many rounds of how many are done.</param>
    public static Clusters Find(
        VectorMatrix vectors, int[] rows, int count, Random random, ParallelOptions parallel, Action<int, int>? onRound = null)
    {
        var sample = (int[])rows.Clone();
        random.Shuffle(sample);
        Array.Resize(ref sample, (int)Math.Min(sample.Length, (long)SampleOfEach * count));
        var clusters = new Clusters(new VectorMatrix(count, vectors.Width), parallel);
        for (var center = 0; center < count; center++)
        {
            vectors[sample[center]].CopyTo(clusters.Centers[center]);
        }

        Array.Sort(sample); // Neighbours in memory, and sums in one order.
        for (var round = 0; round < Rounds; round++)
        {
            clusters.Move(vectors, sample, random);
            onRound?.Invoke(round + 1, Rounds);
        }

        return clusters;
    }

    /// <summary>Returns the nearest centres of some rows, nearest first.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="length">How many of the nearest.</param>
    public NearestLists NearestOf(VectorMatrix vectors, int[] rows, int length)
    {
        int[] all = [.. Enumerable.Range(0, Centers.Count)];
        var lists = new NearestLists(vectors.Count, Math.Min(length, Centers.Count), BlockSearch.Tolerance(vectors.Width));
        ExactSearch.Fill(vectors, rows, PanelMatrix.Of(Centers, all, _parallel), lists, _parallel);
        return lists;
    }

    private void Move(VectorMatrix vectors, int[] sample, Random random)
    {
        var nearest = NearestOf(vectors, sample, 1);
        var sums = new double[Centers.Count][];
        foreach (var row in sample)
        {
            var sum = sums[nearest.RowsOf(row)[0]] ??= new double[vectors.Width];
            var vector = vectors[row];
            for (var place = 0; place < sum.Length; place++)
            {
                sum[place] += vector[place];
            }
        }

        for (var center = 0; center < sums.Length; center++)
        {
            Place(Centers[center], sums[center], vectors[sample[random.Next(sample.Length)]]);
        }
    }

    /// <summary>Puts a centre where its vectors are; one that has none begins again at a random vector.</summary>
    private static void Place(Span<float> center, double[]? sum, ReadOnlySpan<float> substitute)
    {
        if (sum is null)
        {
            substitute.CopyTo(center);
            return;
        }

        for (var place = 0; place < center.Length; place++)
        {
            center[place] = (float)sum[place];
        }

        VectorMatrix.Normalize(center);
    }
}

/// <summary>Compares every row with every vector.</summary>
internal static class ExactSearch
{
    /// <summary>Fills the lists of some rows with the most similar of all vectors in the panels.</summary>
    /// <param name="vectors">The vectors, each of length one or zero.</param>
    /// <param name="rows">The rows to look for.</param>
    /// <param name="panels">The vectors to look among.</param>
    /// <param name="lists">The best of each row.</param>
    /// <param name="parallel">How many threads may be used, and when to stop.</param>
    /// <param name="onDone">Told how many rows are done, from any thread.</param>
    public static void Fill(
        VectorMatrix vectors, int[] rows, PanelMatrix panels, NearestLists lists, ParallelOptions parallel, Action<int>? onDone = null)
        => Parallel.For(
            0,
            (rows.Length + BlockSearch.Rows - 1) / BlockSearch.Rows,
            parallel,
            () => new BlockSearch(vectors, panels, lists),
            (block, _, search) =>
            {
                var first = block * BlockSearch.Rows;
                var length = Math.Min(BlockSearch.Rows, rows.Length - first);
                search.Compare(rows.AsSpan(first, length), 0, panels.Count);
                onDone?.Invoke(length);
                return search;
            },
            _ => { });
}
