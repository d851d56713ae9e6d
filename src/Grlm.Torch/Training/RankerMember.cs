using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Represents one member of a trained ranker: item vectors as they are, and the encoder of histories of them.</summary>
/// <param name="itemVectors">Vectors of all items: <c>[items, width]</c>.</param>
/// <param name="metadataVectors">What metadata alone contribute to them: <c>[items, width]</c>.</param>
/// <param name="histories">The encoder.</param>
/// <param name="temperature">What cosines are divided by.</param>
/// <param name="owned">Disposed with this.</param>
internal sealed class RankerMember(
    Tensor itemVectors, Tensor metadataVectors, HistoryEncoder histories, double temperature, params IReadOnlyList<IDisposable> owned)
    : IDisposable
{
    /// <summary>Vectors of all items: <c>[items, width]</c>.</summary>
    public Tensor ItemVectors => itemVectors;

    /// <summary>Gets what metadata alone contribute to them: <c>[items, width]</c>.</summary>
    public Tensor MetadataVectors => metadataVectors;

    /// <summary>Interactions of a history that are read.</summary>
    public int MaximumHistory => histories.Shape.MaximumHistory;

    /// <summary>Gets what cosines are divided by.</summary>
    public double Temperature => temperature;

    /// <summary>Returns a model as it stands; it stays the caller's, and must not be trained on while the member is in use.</summary>
    public static RankerMember Of(RankerModel model)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (items, metadata) = (model.EncodeItems().DetachFromDisposeScope(), model.EncodeMetadata().DetachFromDisposeScope());
        return new RankerMember(items, metadata, model.Histories, model.Temperature, items, metadata);
    }

    /// <summary>Encodes every prefix of every history; see <see cref="HistoryEncoder.Encode"/>.</summary>
    public Tensor Encode(HistoryBatch batch) => histories.Encode(itemVectors, batch);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var resource in owned)
        {
            resource.Dispose();
        }
    }
}
