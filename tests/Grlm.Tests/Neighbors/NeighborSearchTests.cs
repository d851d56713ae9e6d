using CsCheck;

namespace Grlm.Tests;

public sealed class NeighborSearchTests
{
    private static readonly ProgressLog _progress = new();

    [Fact]
    public void FindAll_OrdersBySimilarity_ThenByItem_WithoutTheItemItself()
    {
        // Unit vectors at 0, 90, 0, 45 and 180 degrees; the cosine of 45 degrees is 0.7071.
        var vectors = Vectors.Of([2, 0], [0, 3], [1, 0], [1, 1], [-1, 0]);
        vectors.Normalize();
        var (table, report) = Find(vectors, new NeighborSearchOptions { Count = 3 });
        Assert.Equal([2, 3, 1], table.Of(0).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal([1f, 0.70710677f, 0f], table.Of(0).ToArray().Select(neighbor => neighbor.Score));
        Assert.Equal([3, 0, 2], table.Of(1).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal([1, 3, 0], table.Of(4).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal(NeighborSearchReport.OfExact, report);
    }

    [Fact]
    public void FindAll_EqualsBruteForce_WithTiesAndDuplicates_ForAnyThreadCount()
        => Gen.Select(Gen.Int[1, 260], Gen.Int[1, 40], Gen.Int[1, 25], Gen.Int[1, 3], Gen.Int[0, 1000]).Sample(
            (count, width, neighbors, threads, seed) =>
            {
                var vectors = Vectors.Crowded(count, width, seed);
                var (table, _) = Find(vectors, new NeighborSearchOptions { Count = neighbors, Threads = threads });
                AssertEqual(Vectors.BruteForce(vectors, neighbors), table);
            },
            iter: 60);

    [Fact]
    public void FindAll_InClusters_GivesTrueSimilarities_InOrder_AndNoItemTwice()
        => Gen.Select(Gen.Int[600, 2_000], Gen.Int[2, 24], Gen.Int[0, 1000]).Sample(
            (count, width, seed) =>
            {
                var vectors = Vectors.Crowded(count, width, seed);
                var (table, report) = Find(vectors, new NeighborSearchOptions { Count = 5, ExactUpTo = 0, Recall = 0.9 });
                Assert.False(report.Exact);
                for (var item = 0; item < count; item++)
                {
                    var list = table.Of(item).ToArray();
                    Assert.Equal(list.OrderByDescending(one => VectorMath.Dot(vectors[item], vectors[one.Item])).ThenBy(one => one.Item),
                        list);
                    Assert.Equal(list.Length, list.Select(one => one.Item).Append(item).Distinct().Count() - 1);
                    Assert.All(list, one => Assert.Equal((float)VectorMath.Dot(vectors[item], vectors[one.Item]), one.Score));
                }
            },
            iter: 10);

    [Fact]
    public void FindAll_EqualsBruteForce_WhereThereIsOneClusterOfAll()
        => Gen.Select(Gen.Int[20, 700], Gen.Int[2, 24], Gen.Int[0, 1000]).Sample(
            (count, width, seed) =>
            {
                var vectors = Vectors.Crowded(count, width, seed);
                var (table, report) = Find(vectors, new NeighborSearchOptions { Count = 5, ExactUpTo = 0, Recall = 1 });
                Assert.Equal((false, 1, 1), (report.Exact, report.Clusters, report.Probes));
                AssertEqual(Vectors.BruteForce(vectors, 5), table);
            },
            iter: 20);

    [Fact]
    public void FindAll_OfABeautySizedCatalogue_EqualsBruteForceInDoublePrecision_OnAThousandItems()
    {
        var vectors = Vectors.Topics(count: 12_101, width: 384, seed: 8);
        var (table, report) = Find(vectors, new NeighborSearchOptions());
        Assert.True(report.Exact);
        var sample = Enumerable.Range(0, vectors.Count).ToArray();
        new Random(4).Shuffle(sample);
        Parallel.ForEach(sample[..1_000], new ParallelOptions { MaxDegreeOfParallelism = 2 }, item =>
        {
            var expected = Enumerable.Range(0, vectors.Count)
                .Where(other => other != item)
                .Select(other => (Item: other, Similarity: ScalarProduct(vectors[item], vectors[other])))
                .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Item)
                .Take(20).ToArray();
            Assert.Equal(expected.Select(pair => pair.Item), table.Of(item).ToArray().Select(neighbor => neighbor.Item));
            Assert.All(expected.Zip(table.Of(item).ToArray()), pair => Assert.Equal(pair.First.Similarity, pair.Second.Score, 1e-6));
        });
    }

    [Fact]
    public void FindAll_InClusters_FindsTheShareItWasSetTo_AndMeasuresItTruly()
    {
        var random = new Random(5);
        var vectors = new VectorMatrix(6_000, 24);
        for (var row = 0; row < vectors.Count; row++)
        {
            foreach (ref var value in vectors[row])
            {
                value = (float)(random.NextDouble() - 0.5);
            }
        }

        vectors.Normalize();
        var options = new NeighborSearchOptions { Count = 10, ExactUpTo = 1_000, Recall = 0.9 };
        var (table, report) = Find(vectors, options);
        var (exact, _) = Find(vectors, options with { ExactUpTo = 6_000 });
        var found = Enumerable.Range(0, vectors.Count).Sum(item => table.Of(item).ToArray().Intersect(exact.Of(item).ToArray()).Count());
        Assert.InRange(found / (10.0 * vectors.Count), 0.88, 0.999);
        Assert.Equal(found / (10.0 * vectors.Count), report.Recall, 0.02);
        Assert.InRange(report.Probes, 1, report.Clusters - 1);
        AssertEqual([.. Enumerable.Range(0, table.Count).Select(item => table.Of(item).ToArray())],
            Find(vectors, options with { Threads = 1 }).Table);
    }

    [Fact]
    public void FindOf_EqualsThoseRowsOfASearchOverAll()
    {
        var vectors = Vectors.Crowded(150, 6, 9);
        int[] items = [149, 3, 4, 77];
        var expected = Vectors.BruteForce(vectors, 20);
        Assert.Equal(items.Select(item => expected[item]),
            new NeighborSearch().FindOf(vectors, items, _progress, TestContext.Current.CancellationToken));
        Assert.Empty(new NeighborSearch().FindOf(vectors, [], _progress, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void FindAll_GivesFewerNeighbours_WhereThereAreFewerItems(int count)
    {
        var (table, _) = Find(Vectors.Crowded(count, 3, 1), new NeighborSearchOptions());
        Assert.Equal(count, table.Count);
        Assert.All(Enumerable.Range(0, count), item => Assert.Equal(count - 1, table.Of(item).Length));
    }

    [Fact]
    public void FindAll_TakesTenThousandCopiesOfOneVector_AsOne()
    {
        // By pairs these would be a hundred million candidates.
        var vectors = new VectorMatrix(10_000, 64);
        for (var row = 0; row < vectors.Count; row++)
        {
            vectors[row].Fill(0.125f);
        }

        var (table, _) = Find(vectors, new NeighborSearchOptions { Count = 3 });
        Assert.Equal([0, 1, 2], table.Of(9_999).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal([0, 2, 3], table.Of(1).ToArray().Select(neighbor => neighbor.Item));
    }

    [Fact]
    public void FindAll_GivesItemsWithoutText_TheFirstItems()
    {
        var (table, _) = Find(Vectors.Of([1, 0], [0, 0], [0, 0], [0, 1]), new NeighborSearchOptions { Count = 2 });
        Assert.Equal([new Neighbor(0, 0), new Neighbor(2, 0)], table.Of(1).ToArray());
    }

    [Fact]
    public void FindAll_StopsWhenAsked()
        => Assert.ThrowsAny<OperationCanceledException>(
            () => new NeighborSearch().FindAll(Vectors.Crowded(500, 8, 1), _progress, new CancellationToken(canceled: true)));

    private static (NeighborTable Table, NeighborSearchReport Report) Find(VectorMatrix vectors, NeighborSearchOptions options)
        => new NeighborSearch(options).FindAll(vectors, new Progress<StageProgress>(), TestContext.Current.CancellationToken);

    private static void AssertEqual(Neighbor[][] expected, NeighborTable table)
    {
        Assert.Equal(expected.Length, table.Count);
        for (var item = 0; item < expected.Length; item++)
        {
            Assert.Equal(expected[item], table.Of(item).ToArray());
        }
    }

    private static double ScalarProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var place = 0; place < left.Length; place++)
        {
            sum += (double)left[place] * right[place];
        }

        return sum;
    }
}
