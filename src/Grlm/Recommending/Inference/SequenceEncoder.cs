using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// The history encoder of a trained ranker (SASRec in pre-norm form, order as a learned bias by distance; docs/ranker.md), forward only and without
/// a native library. Of the last block only the last token is computed: nothing reads the others. Immutable and safe for concurrent use.
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

    /// <summary>What one head of one token finds among the tokens up to it.</summary>
    private void AttendHead(
        EncoderBlock block, int head, int token, Span<float> query, Span<float> keys, Span<float> values, Span<float> shares, Span<float> found)
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
