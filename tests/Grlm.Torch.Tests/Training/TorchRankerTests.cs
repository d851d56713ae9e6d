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
    public void EncodePrefixes_GivesEachPrefixAsIfItStoodAlone()
    {
        using var scope = NewDisposeScope();
        int[] history = [4, 8, 1, 3];
        var together = _ranker.EncodePrefixes([history, [2]]).ToArray();
        for (var length = 1; length <= history.Length; length++)
        {
            var alone = _ranker.EncodePrefixes([history[..length]]).ToArray();
            TensorExtensions.AssertNear(alone.AsSpan(^16..), together.AsSpan((length - 1) * 16, 16), 1e-5);
        }
    }

    [Fact]
    public void EncodePrefixes_LeavesNothingButItsResultInTheScopeOfItsCaller()
    {
        using var scope = NewDisposeScope();
        _ranker.EncodePrefixes([[1, 2], [3]]);
        Assert.Equal(1, scope.DisposablesCount);
    }
}
