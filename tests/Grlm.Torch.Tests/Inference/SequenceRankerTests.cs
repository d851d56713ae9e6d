using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class SequenceRankerTests
{
    private readonly TinyShop _shop = new(items: 75);

    [Fact]
    public void Score_EqualsTorchOnRandomModelsOfAnyShape()
        => Gen.Select(Gen.Int[0, 1_000], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 12],
            Gen.Int[1, 60]).Sample((seed, blocks, heads, headWidth, items) =>
        {
            var shop = new TinyShop(seed, items);
            var shape = new EncoderShape(heads * headWidth, blocks, heads, MaximumHistory: 6);
            using var model = shop.CreateRanker(seed, shape);
            var histories = shop.RandomHistories(5, seed);
            var expected = Expected(model, histories);

            TensorExtensions.AssertNear(expected, Score(RankerArtifact.Snapshot(model, shop.Library), histories), 1e-4);
        }, threads: 1, iter: 60);

    [Fact]
    public void Score_IsTheSameBitsAloneAndInABatchAndOnAnyNumberOfThreads()
    {
        using var model = _shop.CreateRanker();
        var histories = _shop.RandomHistories(53);
        var ranker = Snapshot(model, threads: 1);
        float[] alone = [.. histories.SelectMany(history => Score(ranker, [history]))];

        Assert.Equal(alone, Score(ranker, histories));
        Assert.Equal(alone, Score(Snapshot(model, threads: 4), histories));
        Assert.Equal(alone[..(19 * ranker.ItemCount)], Score(ranker, histories[..19]));
    }

    [Fact]
    public void Score_IsSafeForManyCallersAtATime()
    {
        using var model = _shop.CreateRanker();
        var ranker = Snapshot(model, threads: 2);
        var histories = _shop.RandomHistories(64);
        var expected = histories.Select(history => Score(ranker, [history])).ToArray();
        Parallel.For(0, 64, caller => Assert.Equal(expected[caller], Score(ranker, [histories[caller]])));
    }

    [Fact]
    public void Score_GivesLogProbabilities()
    {
        using var model = _shop.CreateRanker();
        foreach (var row in Score(Snapshot(model, threads: 1), _shop.RandomHistories(9)).Chunk(_shop.Catalog.Count))
        {
            Assert.Equal(0, Math.Log(row.Sum(score => Math.Exp(score))), 1e-5);
        }
    }

    [Fact]
    public void Score_OfSeveralMembersIsTheSoftmaxOfTheirMeanScore()
    {
        using var scope = NewDisposeScope();
        using var first = _shop.CreateRanker(seed: 1);
        using var second = _shop.CreateRanker(seed: 2);
        var histories = _shop.RandomHistories(7);
        var tensors = new TensorSet(Tensors(first, 0).Concat(Tensors(second, 1)));
        var config = new RankerConfig(
            RankerConfig.Type, TinyShop.Shape, [new MemberConfig(first.Temperature), new MemberConfig(0.3)], _shop.Library.Version);
        var expected = TensorMath.Scale(
            TensorMath.Add(Logits(first, histories, first.Temperature), Logits(second, histories, 0.3)), 0.5).log_softmax(1).ToArray();

        TensorExtensions.AssertNear(expected, Score(new SequenceRanker(config, tensors, _shop.Catalog.Count), histories), 1e-4);
    }

    [Fact]
    public void Score_RefusesARoomOfTheWrongSizeAndAHistoryOfNothing()
    {
        using var model = _shop.CreateRanker();
        var ranker = Snapshot(model, threads: 1);
        Assert.Throws<ArgumentException>(
            () => ranker.Score([[1], [2]], new float[_shop.Catalog.Count], TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => ranker.Score([[]], new float[_shop.Catalog.Count], TestContext.Current.CancellationToken));
        ranker.Score([], [], TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void Score_StopsWhenItIsCancelled(int users)
    {
        using var model = _shop.CreateRanker();
        var ranker = Snapshot(model, threads: 2);
        int[][] histories = [.. Enumerable.Repeat<int[]>([1, 2], users)];
        Assert.Throws<OperationCanceledException>(
            () => ranker.Score(histories, new float[users * ranker.ItemCount], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Score_AllocatesNothingOnceItHasRun()
    {
        using var model = _shop.CreateRanker();
        var ranker = Snapshot(model, threads: 1);
        int[][] histories = [[1, 2, 3], [4]];
        var scores = new float[2 * ranker.ItemCount];
        ranker.Score(histories, scores, TestContext.Current.CancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ranker.Score(histories, scores, TestContext.Current.CancellationToken);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Tensors(RankerModel model, int member)
        => [
            .. model.Parameters.Named.Select(parameter => KeyValuePair.Create(RankerConfig.NameOf(member, parameter.Key), parameter.Value)),
            new(RankerConfig.NameOf(member, RankerConfig.ItemVectors), model.EncodeItems()),
        ];

    private SequenceRanker Snapshot(RankerModel model, int threads)
    {
        using var scope = NewDisposeScope();
        var config = new RankerConfig(RankerConfig.Type, model.Shape, [new MemberConfig(model.Temperature)], _shop.Library.Version);
        return new SequenceRanker(config, new TensorSet(Tensors(model, 0)), _shop.Catalog.Count, threads);
    }

    private static float[] Expected(RankerModel model, int[][] histories)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return Logits(model, histories, model.Temperature).log_softmax(1).ToArray();
    }

    private static Tensor Logits(RankerModel model, int[][] histories, double temperature)
    {
        using var batch = new HistoryBatch(histories, model.Shape.MaximumHistory, CPU);
        var items = model.EncodeItems();
        var hidden = model.Histories.Encode(items, batch).index_select(0, batch.Last);
        return TensorMath.Scale(TensorMath.NormalizeRows(hidden).matmul(TensorMath.NormalizeRows(items).t()), 1 / temperature);
    }

    private static float[] Score(SequenceRanker ranker, int[][] histories)
    {
        var scores = new float[histories.Length * ranker.ItemCount];
        ranker.Score(histories, scores);
        return scores;
    }
}
