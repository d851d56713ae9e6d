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
    public void SeveralMembers_AreOneCosineModelThatScoresAndEncodesAsTheEngineDoes()
    {
        using var scope = NewDisposeScope();
        using var second = _shop.CreateRanker(seed: 9, kind: MemberKind.Content);
        second.Parameters.InitializeConstant("log_scale", 1.5);
        using var together = new TorchRanker(RankerMember.Of(_model), RankerMember.Of(second));
        var engine = RankerArtifact.Snapshot([_model, second], _shop.Library);
        int[] history = [4, 8, 1, 3];

        var hidden = together.Encode([history]); // [1, 32]
        var scores = new float[_shop.Catalog.Count];
        engine.Score([history], scores, TestContext.Current.CancellationToken);
        var expected = TensorMath.Scale(TensorMath.NormalizeRows(hidden).matmul(together.UnitItems.t()),
            1 / together.Temperature).log_softmax(1);
        TensorExtensions.AssertNear(expected.ToArray(), scores, 1e-4);

        var encoded = new float[engine.Width];
        engine.Encode(history, encoded);
        TensorExtensions.AssertNear(hidden.ToArray(), encoded, 1e-4);
        Assert.Equal(Math.Sqrt(engine.Width), TensorMath.ToDouble(hidden.norm()), 1e-3);
        Assert.All(together.UnitItems.square().sum(1).ToArray(), length => Assert.Equal(1, length, 1e-4));
    }

    [Fact]
    public void EncodePrefixes_LeavesNothingButItsResultInTheScopeOfItsCaller()
    {
        using var scope = NewDisposeScope();
        _ranker.EncodePrefixes([[1, 2], [3]]);
        Assert.Equal(1, scope.DisposablesCount);
    }
}
