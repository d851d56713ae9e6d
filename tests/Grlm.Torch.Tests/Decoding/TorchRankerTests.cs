using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TorchRankerTests : IDisposable
{
    private readonly TinyShop _shop = new();
    private readonly RankerModel _model;
    private readonly TorchRanker _ranker;

    public TorchRankerTests()
    {
        _model = _shop.CreateRanker();
        _ranker = new TorchRanker(_model);
    }

    public void Dispose()
    {
        _ranker.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void Score_GivesLogProbabilitiesOfAllItems()
    {
        var histories = _shop.RandomHistories(9);
        foreach (var row in Score(histories).Chunk(_shop.Catalog.Count))
        {
            Assert.Equal(0, Math.Log(row.Sum(score => Math.Exp(score))), 1e-5);
        }
    }

    [Fact]
    public void Score_IsTheSoftmaxOfCosinesOverTheTemperature()
    {
        using var scope = NewDisposeScope();
        var hidden = TensorMath.NormalizeRows(_ranker.Encode([[2, 7]]));
        var expected = TensorMath.Scale(hidden.matmul(_ranker.UnitItems.t()), 1 / TinyShop.Temperature).log_softmax(1);
        TensorExtensions.AssertNear(expected.ToArray(), Score([[2, 7]]), 0.02 / TinyShop.Temperature); // bfloat16 where the machine has it
    }

    [Fact]
    public void Score_DoesNotDependOnTheOtherUsersOfABatch()
    {
        var histories = _shop.RandomHistories(9);
        float[] alone = [.. histories.SelectMany(history => Score([history]))];
        TensorExtensions.AssertNear(alone, Score(histories), 0.1);
    }

    [Fact]
    public void Score_RefusesARoomOfTheWrongSize()
        => Assert.Throws<ArgumentException>(() => _ranker.Score([[1], [2]], new float[_shop.Catalog.Count]));

    [Fact]
    public void Score_OfNobodyIsNothing() => Assert.Empty(Score([]));

    [Fact]
    public void Encode_IsTheLastOfTheEncodedPrefixes()
    {
        using var scope = NewDisposeScope();
        int[] history = [4, 8, 1, 3];
        TensorExtensions.AssertNear(_ranker.EncodePrefixes([history]).ToArray().AsSpan(^16..), _ranker.Encode([history]).ToArray(), 1e-6);
    }

    [Fact]
    public void Encode_LeavesNothingButItsResultInTheScopeOfItsCaller()
    {
        using var scope = NewDisposeScope();
        _ranker.Encode([[1, 2], [3]]);
        Assert.Equal(1, scope.DisposablesCount);
        _ranker.EncodePrefixes([[1, 2], [3]]);
        Assert.Equal(2, scope.DisposablesCount);
    }

    private float[] Score(int[][] histories)
    {
        var scores = new float[histories.Length * _shop.Catalog.Count];
        _ranker.Score(histories, scores);
        return scores;
    }
}
