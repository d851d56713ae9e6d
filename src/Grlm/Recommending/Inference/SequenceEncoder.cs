using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace Grlm.Internal;

/// <summary>
/// Runs the history encoder of a trained ranker (SASRec in pre-norm form, order as a learned bias by distance; docs/ranker.md), forward
/// only and without a native library. Of the last block only the last token is computed: nothing reads the others. Immutable and safe for
/// concurrent use.
/// </summary>
internal sealed class SequenceEncoder
{
    private readonly EncoderShape _shape;
    private readonly EncoderBlock[] _blocks;
    private readonly float[] _norm;

    /// <param name="tensors">The weights by the names of the ranker's checkpoint.</param>
    /// <param name="shape">Their shape.</param>
    public SequenceEncoder(INamedTensors tensors, EncoderShape shape)
    {
        _shape = shape;
        _blocks = [.. Enumerable.Range(0, shape.Blocks).Select(block => new EncoderBlock(tensors, shape, block))];
        _norm = tensors.Read("history_encoder.norm", shape.Width);
    }

    /// <summary>Encodes a history.</summary>
    /// <param name="scratch">Holds the vectors of its items, oldest first; they are overwritten.</param>
    /// <param name="count">How many, from 1 to what the encoder reads.</param>
    /// <param name="hidden">Receives the history vector: <c>[width]</c>.</param>
    public void Encode(EncoderScratch scratch, int count, Span<float> hidden)
    {
        var width = _shape.Width;
        var tokens = scratch.Tokens.AsSpan(0, count * width);
        TensorPrimitives.Multiply(tokens, MathF.Sqrt(width), tokens);
        for (var block = 0; block < _blocks.Length; block++)
        {
            var first = block == _blocks.Length - 1 ? count - 1 : 0; // the first token that anything reads afterwards
            Attend(_blocks[block], scratch, tokens, first);
            Transform(_blocks[block], scratch, tokens[(first * width)..]);
        }

        LayerMath.Normalize(tokens[^width..], _norm, hidden);
    }

    private void Attend(EncoderBlock block, EncoderScratch scratch, Span<float> tokens, int first)
    {
        var (width, count) = (_shape.Width, tokens.Length / _shape.Width);
        var normal = Normalize(tokens, block.AttentionNorm, scratch);
        var keys = scratch.Keys.AsSpan(0, tokens.Length);
        var values = scratch.Values.AsSpan(0, tokens.Length);
        var queries = scratch.Queries.AsSpan(0, tokens.Length - (first * width));
        block.Key.Multiply(normal, keys);
        block.Value.Multiply(normal, values);
        block.Query.Multiply(normal[(first * width)..], queries);
        TensorPrimitives.Multiply(queries, 1 / MathF.Sqrt(width / _shape.Heads), queries);
        var found = normal[(first * width)..]; // no longer needed from here on
        for (var token = first; token < count; token++)
        {
            var row = (token - first) * width;
            for (var head = 0; head < _shape.Heads; head++)
            {
                AttendHead(block, head, token, queries.Slice(row, width), keys, values, scratch.Shares, found.Slice(row, width));
            }
        }

        block.Output.Multiply(found, queries);
        var read = tokens[(first * width)..];
        TensorPrimitives.Add(read, queries, read);
    }

    /// <summary>Computes what one head of one token finds among the tokens up to it.</summary>
    private void AttendHead(
        EncoderBlock block, int head, int token, Span<float> query, Span<float> keys, Span<float> values, Span<float> shares,
        Span<float> found)
    {
        var (width, headWidth) = (_shape.Width, _shape.Width / _shape.Heads);
        var own = head * headWidth;
        shares = shares[..(token + 1)];
        for (var key = 0; key <= token; key++)
        {
            var score = VectorMath.Dot(query.Slice(own, headWidth), keys.Slice((key * width) + own, headWidth));
            shares[key] = (float)score + block.DistanceBias[(head * _shape.MaximumHistory) + token - key];
        }

        LayerMath.LogSoftmax(shares);
        TensorPrimitives.Exp(shares, shares);
        var target = found.Slice(own, headWidth);
        target.Clear();
        for (var key = 0; key <= token; key++)
        {
            TensorPrimitives.MultiplyAdd(values.Slice((key * width) + own, headWidth), shares[key], target, target);
        }
    }

    private static void Transform(EncoderBlock block, EncoderScratch scratch, Span<float> tokens)
    {
        var normal = Normalize(tokens, block.MlpNorm, scratch);
        var raised = scratch.Raised.AsSpan(0, tokens.Length / block.Up.Width * block.Up.Rows);
        block.Up.Multiply(normal, raised);
        LayerMath.Gelu(raised);
        block.Down.Multiply(raised, normal);
        TensorPrimitives.Add(tokens, normal, tokens);
    }

    private static Span<float> Normalize(ReadOnlySpan<float> tokens, float[] weight, EncoderScratch scratch)
    {
        var normal = scratch.Normal.AsSpan(0, tokens.Length);
        for (var first = 0; first < tokens.Length; first += weight.Length)
        {
            LayerMath.Normalize(tokens.Slice(first, weight.Length), weight, normal.Slice(first, weight.Length));
        }

        return normal;
    }
}

/// <summary>Holds the weights of one block of a <see cref="SequenceEncoder"/>. Immutable.</summary>
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

    /// <summary>Gets what attention adds to a score by head and distance: <c>[heads, maximum history]</c>.</summary>
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

/// <summary>Working memory of a <see cref="SequenceEncoder"/> for one history at a time.</summary>
/// <param name="shape">Shape of the encoder.</param>
internal sealed class EncoderScratch(EncoderShape shape)
{
    /// <summary>Gets the tokens: <c>[maximum history, width]</c>.</summary>
    public float[] Tokens { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Gets the tokens normalised, and what is to be added to them.</summary>
    public float[] Normal { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Queries of the tokens.</summary>
    public float[] Queries { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Keys of the tokens.</summary>
    public float[] Keys { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Values of the tokens.</summary>
    public float[] Values { get; } = new float[shape.MaximumHistory * shape.Width];

    /// <summary>Gets the hidden layer of the perceptron: <c>[maximum history, 4 width]</c>.</summary>
    public float[] Raised { get; } = new float[shape.MaximumHistory * 4 * shape.Width];

    /// <summary>Gets the attention of one head of one token: <c>[maximum history]</c>.</summary>
    public float[] Shares { get; } = new float[shape.MaximumHistory];
}

/// <summary>Shape of a history encoder; kept in the model's <c>config.json</c>.</summary>
/// <param name="Width">Width of all vectors, a multiple of <paramref name="Heads"/>.</param>
/// <param name="Blocks">Transformer blocks.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="MaximumHistory">Interactions that are read, the latest ones.</param>
public sealed record EncoderShape(int Width, int Blocks, int Heads, int MaximumHistory)
{
    /// <summary>Tells whether there can be an encoder of this shape.</summary>
    [JsonIgnore]
    public bool IsPossible => Width > 0 && Blocks > 0 && Heads > 0 && MaximumHistory > 0 && Width % Heads == 0;
}
