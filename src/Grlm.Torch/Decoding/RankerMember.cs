using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>One member of a trained ranker: item vectors as they are, and the encoder of histories of them.</summary>
/// <param name="itemVectors">Vectors of all items: <c>[items, width]</c>; taken over.</param>
/// <param name="histories">The encoder.</param>
/// <param name="temperature">What cosines are divided by.</param>
/// <param name="owned">Disposed with this.</param>
internal sealed class RankerMember(Tensor itemVectors, HistoryEncoder histories, double temperature, params IReadOnlyList<IDisposable> owned) : IDisposable
{
    /// <summary>Vectors of all items: <c>[items, width]</c>.</summary>
    public Tensor ItemVectors => itemVectors;

    /// <summary>Shape of the encoder.</summary>
    public EncoderShape Shape => histories.Shape;

    /// <summary>What cosines are divided by.</summary>
    public double Temperature => temperature;

    /// <summary>A model as it stands; it stays the caller's, and must not be trained on while the member is in use.</summary>
    public static RankerMember Of(RankerModel model)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return new RankerMember(model.EncodeItems().DetachFromDisposeScope(), model.Histories, model.Temperature);
    }

    /// <summary>Encodes every prefix of every history; see <see cref="HistoryEncoder.Encode"/>.</summary>
    public Tensor Encode(HistoryBatch batch) => histories.Encode(itemVectors, batch, dropout: 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        itemVectors.Dispose();
        foreach (var resource in owned)
        {
            resource.Dispose();
        }
    }
}
