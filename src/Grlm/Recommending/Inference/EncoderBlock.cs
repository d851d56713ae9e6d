namespace Grlm;

/// <summary>The weights of one block of a <see cref="SequenceEncoder"/>. Immutable.</summary>
internal sealed class EncoderBlock
{
    /// <param name="tensors">The encoder's weights.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="block">Number of the block.</param>
    public EncoderBlock(INamedTensors tensors, EncoderShape shape, int block)
    {
        var width = shape.Width;
        AttentionNorm = tensors.Read(Name("attention_norm"), width);
        DistanceBias = tensors.Read(Name("distance_bias"), shape.Heads, shape.MaximumHistory);
        ReadOnlySpan<float> qkv = tensors.Read(Name("qkv_proj"), 3 * width, width);
        Query = new PackedMatrix(qkv[..(width * width)], width);
        Key = new PackedMatrix(qkv.Slice(width * width, width * width), width);
        Value = new PackedMatrix(qkv.Slice(2 * width * width, width * width), width);
        Output = new PackedMatrix(tensors.Read(Name("o_proj"), width, width), width);
        MlpNorm = tensors.Read(Name("mlp_norm"), width);
        Up = new PackedMatrix(tensors.Read(Name("up_proj"), 4 * width, width), width);
        Down = new PackedMatrix(tensors.Read(Name("down_proj"), width, 4 * width), 4 * width);

        string Name(string part) => $"history_encoder.blocks.{block}.{part}";
    }

    /// <summary>Scale of the layer normalisation before attention: <c>[width]</c>.</summary>
    public float[] AttentionNorm { get; }

    /// <summary>What attention adds to a score by head and distance: <c>[heads, maximum history]</c>.</summary>
    public float[] DistanceBias { get; }

    /// <summary>Makes queries of tokens: <c>[width, width]</c>.</summary>
    public PackedMatrix Query { get; }

    /// <summary>Makes keys of tokens: <c>[width, width]</c>.</summary>
    public PackedMatrix Key { get; }

    /// <summary>Makes values of tokens: <c>[width, width]</c>.</summary>
    public PackedMatrix Value { get; }

    /// <summary>Mixes what the heads have found: <c>[width, width]</c>.</summary>
    public PackedMatrix Output { get; }

    /// <summary>Scale of the layer normalisation before the perceptron: <c>[width]</c>.</summary>
    public float[] MlpNorm { get; }

    /// <summary>First layer of the perceptron: <c>[4 width, width]</c>.</summary>
    public PackedMatrix Up { get; }

    /// <summary>Second layer of the perceptron: <c>[width, 4 width]</c>.</summary>
    public PackedMatrix Down { get; }
}
