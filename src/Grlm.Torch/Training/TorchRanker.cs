using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>A trained ranker as the compact generator learns from it. Item vectors are computed once, when it is made.</summary>
internal sealed class TorchRanker : IDisposable
{
    private readonly RankerModel _model;
    private readonly Tensor _items;
    private readonly Tensor _unitItems;

    /// <param name="model">A trained model; stays the caller's, and must not be trained on while this is in use.</param>
    public TorchRanker(RankerModel model)
    {
        _model = model;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        _items = model.EncodeItems().DetachFromDisposeScope();
        _unitItems = TensorMath.NormalizeRows(_items).DetachFromDisposeScope();
    }

    /// <summary>Interactions of a history that are read.</summary>
    public int MaximumHistory => _model.Shape.MaximumHistory;

    /// <summary>What cosines are divided by.</summary>
    public double Temperature => _model.Temperature;

    /// <summary>Item vectors of length one: <c>[items, width]</c>.</summary>
    public Tensor UnitItems => _unitItems;

    /// <summary>History vectors of every prefix of every history, history by history; no gradient is kept.</summary>
    /// <returns><c>[tokens, width]</c>, in the caller's dispose scope; histories longer than the model takes give their last tokens only.</returns>
    public Tensor EncodePrefixes(IReadOnlyList<IReadOnlyList<int>> histories)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var batch = new HistoryBatch(histories, _model.Shape.MaximumHistory, _model.Device);
        return _model.EncodeHistories(_items, batch).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _items.Dispose();
        _unitItems.Dispose();
    }
}
