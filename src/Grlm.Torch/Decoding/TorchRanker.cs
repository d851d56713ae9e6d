using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Scores the catalogue with a trained ranker. Item vectors are computed once, when it is made.</summary>
internal sealed class TorchRanker : IItemRanker, IDisposable
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

    /// <inheritdoc/>
    public int ItemCount => (int)_items.shape[0];

    /// <summary>Interactions of a history that are read.</summary>
    public int MaximumHistory => _model.Shape.MaximumHistory;

    /// <summary>What cosines are divided by.</summary>
    public double Temperature => _model.Temperature;

    /// <summary>Item vectors of length one: <c>[items, width]</c>.</summary>
    public Tensor UnitItems => _unitItems;

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
    {
        if (scores.Length != histories.Count * ItemCount)
        {
            throw new ArgumentException($"{scores.Length} scores don't fit {histories.Count} histories and {ItemCount} items.", nameof(scores));
        }

        if (histories.Count == 0)
        {
            return;
        }

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var logProbabilities = _model.Logits(Encode(histories), _unitItems).log_softmax(-1).cpu(); // [histories, items]
        MemoryMarshal.Cast<byte, float>(logProbabilities.bytes).CopyTo(scores);
    }

    /// <summary>History vectors; no gradient is kept.</summary>
    /// <returns><c>[histories, width]</c>, in the caller's dispose scope.</returns>
    public Tensor Encode(IReadOnlyList<IReadOnlyList<int>> histories)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var batch = new HistoryBatch(histories, _model.Shape.MaximumHistory, _model.Device);
        return _model.EncodeHistories(_items, batch).index_select(0, batch.Last).MoveToOuterDisposeScope();
    }

    /// <summary>History vectors of every prefix of every history, history by history; no gradient is kept.</summary>
    /// <returns><c>[tokens, width]</c>, in the caller's dispose scope; histories longer than the model takes give their last tokens only.</returns>
    public Tensor EncodePrefixes(IReadOnlyList<IReadOnlyList<int>> histories)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var batch = new HistoryBatch(histories, _model.Shape.MaximumHistory, _model.Device);
        return _model.EncodeHistories(_items, batch).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The items' metadata (brand, categories, title words; neither terms nor the item's own vector) as vectors as long as a history's; no gradient is kept.
    /// </summary>
    /// <returns><c>[items, width]</c>, in the caller's dispose scope; zeros for an item without metadata.</returns>
    public Tensor EncodeMetadata()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();

        // The encoder ends in a layer norm, which leaves vectors of about this length.
        var unit = TensorMath.NormalizeRows(_model.EncodeMetadata());
        return TensorMath.Scale(unit, Math.Sqrt(_model.Shape.Width)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _items.Dispose();
        _unitItems.Dispose();
    }
}
