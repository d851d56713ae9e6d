using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class HistoryEncoderTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TinyShop _shop = new();
    private readonly RankerModel _model;

    public HistoryEncoderTests() => _model = _shop.CreateRanker();

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Encode_GivesEachOfUnequalHistoriesWhatItGetsAlone()
    {
        var histories = _shop.RandomHistories(20);
        float[] alone = [.. histories.SelectMany(history => Encode(history))];
        Assert.True(alone.Distinct().Count() > alone.Length / 2);
        TensorExtensions.AssertNear(alone, Encode(histories), Tolerance);
    }

    [Fact]
    public void Encode_KnowsNothingOfLaterItems()
    {
        int[] history = [3, 1, 4, 1, 5];
        var whole = Encode(history);
        var changed = Encode([.. history[..^1], 9]);
        var prefix = Encode(history[..^1]);
        TensorExtensions.AssertNear(prefix, whole.AsSpan(..prefix.Length), Tolerance);
        TensorExtensions.AssertNear(prefix, changed.AsSpan(..prefix.Length), Tolerance);
        Assert.NotEqual(whole[prefix.Length..], changed[prefix.Length..]);
    }

    [Fact]
    public void Encode_HasTheSameGradientOnAnyNumberOfThreads()
    {
        var histories = _shop.RandomHistories(400);
        var (one, two) = OnThreads.OneAndTwo(Gradient);
        Assert.Contains(one, number => number != 0);
        Assert.Equal(one, two);

        float[] Gradient()
        {
            using var scope = NewDisposeScope();
            _model.Parameters.ClearGradients();
            using var batch = new HistoryBatch(histories, TinyShop.Shape.MaximumHistory, CPU);
            var encoded = _model.Histories.Encode(_model.EncodeItems(), batch); // [tokens, width]
            encoded.backward([arange(0, encoded.numel(), dtype: ScalarType.Float32).sin().view(encoded.shape)]);
            return _model.Parameters.Gradients.ToArray();
        }
    }

    [Fact]
    public void Encode_DependsOnOrder() => Assert.NotEqual(Encode([1, 2, 3])[^16..], Encode([2, 1, 3])[^16..]);

    [Fact]
    public void Encode_ReadsTheLastPartOfALongHistory()
    {
        int[] history = [.. Enumerable.Range(0, 15)];
        Assert.Equal(Encode(history[^TinyShop.Shape.MaximumHistory..]), Encode(history));
    }

    [Fact]
    public void Batch_RefusesAnEmptyHistoryAndSaysWhich()
    {
        var error = Assert.Throws<ArgumentException>(() => new HistoryBatch([[1], []], 6, CPU));
        Assert.Contains("History 1 is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_DropsUnitsOnlyWhenAsked()
    {
        using var batch = new HistoryBatch(_shop.RandomHistories(4), TinyShop.Shape.MaximumHistory, CPU);
        using var dropout = new Dropout(0.5, seed: 1, CPU);
        var items = _model.EncodeItems();
        Assert.Equal(_model.Histories.Encode(items, batch).ToBits(), _model.Histories.Encode(items, batch).ToBits());
        Assert.NotEqual(_model.Histories.Encode(items, batch, dropout).ToBits(), _model.Histories.Encode(items, batch, dropout).ToBits());
    }

    [Fact]
    public void Encode_MovesEveryParameter()
    {
        using var batch = new HistoryBatch(_shop.RandomHistories(20), TinyShop.Shape.MaximumHistory, CPU);
        _model.Queries(_model.Histories.Encode(_model.EncodeItems(), batch)).mul(randn(batch.TokenCount, TinyShop.Shape.Width))
            .sum().backward();
        Assert.All(_model.Parameters.Named, parameter => Assert.Contains(parameter.Value.grad!.ToArray(), value => value != 0));
    }

    private float[] Encode(params int[][] histories)
    {
        using var batch = new HistoryBatch(histories, TinyShop.Shape.MaximumHistory, CPU);
        return _model.Histories.Encode(_model.EncodeItems(), batch).ToArray();
    }
}
