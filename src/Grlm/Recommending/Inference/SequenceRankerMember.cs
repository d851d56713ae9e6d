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

/// <summary>
/// How the members of a ranker stand side by side as one cosine model. The mean of their scores <c>s_k cos_k</c>, s_k the inverse of a temperature, is
/// one cosine over one temperature where items are the unit item vectors over sqrt(K) and histories are the unit history vectors times
/// <c>w_k = s_k / sqrt(sum of s^2)</c>: both are of length one.
/// </summary>
internal static class MemberWeights
{
    /// <summary>Weights of the members' unit history vectors, and the temperature of all together.</summary>
    /// <param name="temperatures">The members' temperatures.</param>
    public static (IReadOnlyList<double> Weights, double Temperature) Of(IReadOnlyList<double> temperatures)
    {
        var length = Math.Sqrt(temperatures.Sum(temperature => 1 / (temperature * temperature)));
        return ([.. temperatures.Select(temperature => 1 / (temperature * length))], Math.Sqrt(temperatures.Count) / length);
    }
}
