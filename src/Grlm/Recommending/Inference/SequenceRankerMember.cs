namespace Grlm;

/// <summary>One model of a ranker: item vectors and the encoder of histories of them. Immutable and safe for concurrent use.</summary>
internal sealed class SequenceRankerMember
{
    private readonly EncoderShape _shape;
    private readonly SequenceEncoder _encoder;
    private readonly float[] _items;

    /// <param name="shape">Shape of the encoder.</param>
    /// <param name="temperature">What cosines are divided by.</param>
    /// <param name="tensors">The weights, and <see cref="RankerConfig.ItemVectors"/>.</param>
    /// <param name="itemCount">Items of the catalogue.</param>
    public SequenceRankerMember(EncoderShape shape, double temperature, INamedTensors tensors, int itemCount)
    {
        (_shape, Temperature) = (shape, temperature);
        _encoder = new SequenceEncoder(tensors, shape);
        _items = tensors.Read(RankerConfig.ItemVectors, itemCount, shape.Width);
    }

    /// <summary>What cosines are divided by.</summary>
    public double Temperature { get; }

    /// <summary>The vector of an item: <c>[width]</c>.</summary>
    public ReadOnlySpan<float> Item(int item) => _items.AsSpan(item * _shape.Width, _shape.Width);

    /// <summary>Encodes a history.</summary>
    /// <param name="history">Item indices, oldest first; longer ones are cut from the oldest end.</param>
    /// <param name="scratch">Working memory, the caller's alone.</param>
    /// <param name="hidden">Receives the history vector: <c>[width]</c>.</param>
    public void Encode(IReadOnlyList<int> history, EncoderScratch scratch, Span<float> hidden)
    {
        var count = Math.Min(history.Count, _shape.MaximumHistory);
        for (var place = 0; place < count; place++)
        {
            Item(history[history.Count - count + place]).CopyTo(scratch.Tokens.AsSpan(place * _shape.Width));
        }

        _encoder.Encode(scratch, count, hidden);
    }
}
