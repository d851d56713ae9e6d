using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Self-attentive history encoder (SASRec: Kang and McAuley, ICDM 2018) in pre-norm form. What it knows of order is a learned bias on
/// attention by distance, a value a head, so that histories of any length are read alike from their recent end.
/// </summary>
internal sealed class HistoryEncoder : IDisposable
{
    private readonly Block[] _blocks;
    private readonly Tensor _norm;
    private readonly Tensor _distances;
    private readonly Tensor _causalMask;

    /// <param name="parameters">Holds the parameters that <see cref="Shapes"/> names.</param>
    /// <param name="shape">Shape of the encoder.</param>
    /// <param name="device">Where the tensors live.</param>
    public HistoryEncoder(ParameterSet parameters, EncoderShape shape, Device device)
    {
        Shape = shape;
        _blocks = [.. Enumerable.Range(0, shape.Blocks).Select(block => new Block(parameters, block))];
        _norm = parameters["history_encoder.norm"];
        var length = shape.MaximumHistory;
        var distances = new long[length * length];
        var mask = new float[length * length];
        for (var query = 0; query < length; query++)
        {
            for (var key = 0; key < length; key++)
            {
                distances[(query * length) + key] = Math.Max(0, query - key);
                mask[(query * length) + key] = key <= query ? 0 : float.NegativeInfinity;
            }
        }

        _distances = tensor(distances, [length, length], device: device).DetachFromDisposeScope();
        _causalMask = tensor(mask, [length, length], device: device).DetachFromDisposeScope();
    }

    /// <summary>Shape of the encoder.</summary>
    public EncoderShape Shape { get; }

    /// <summary>Names and shapes of the parameters.</summary>
    public static IEnumerable<KeyValuePair<string, long[]>> Shapes(EncoderShape shape)
    {
        long width = shape.Width;
        for (var block = 0; block < shape.Blocks; block++)
        {
            yield return new(Block.Name(block, "attention_norm"), [width]);
            yield return new(Block.Name(block, "distance_bias"), [shape.Heads, shape.MaximumHistory]);
            yield return new(Block.Name(block, "qkv_proj"), [3 * width, width]);
            yield return new(Block.Name(block, "o_proj"), [width, width]);
            yield return new(Block.Name(block, "mlp_norm"), [width]);
            yield return new(Block.Name(block, "up_proj"), [4 * width, width]);
            yield return new(Block.Name(block, "down_proj"), [width, 4 * width]);
        }

        yield return new("history_encoder.norm", [width]);
    }

    /// <summary>Sets the parameters to where training starts.</summary>
    public static void Initialize(ParameterSet parameters, EncoderShape shape)
    {
        foreach (var (name, dimensions) in Shapes(shape))
        {
            if (name.EndsWith("norm", StringComparison.Ordinal))
            {
                parameters.InitializeConstant(name, 1);
            }
            else if (name.EndsWith("_proj", StringComparison.Ordinal))
            {
                // What a block adds starts small in proportion to how many additions there are.
                var addsToHidden = name.EndsWith("o_proj", StringComparison.Ordinal)
                    || name.EndsWith("down_proj", StringComparison.Ordinal);
                var additions = addsToHidden ? 2 * shape.Blocks : 1;
                parameters.InitializeNormal(name, 1 / Math.Sqrt(dimensions[1] * additions));
            }
        }
    }

    /// <summary>Encodes every prefix of every history.</summary>
    /// <param name="itemVectors">Vectors of all items: <c>[items, width]</c>.</param>
    /// <param name="batch">The histories.</param>
    /// <param name="dropout">Drops units in training; null for inference.</param>
    /// <returns>A vector a token, which has seen that token and what came before it: <c>[tokens, width]</c>.</returns>
    public Tensor Encode(Tensor itemVectors, HistoryBatch batch, Dropout? dropout = null)
    {
        var hidden = Drop(TensorMath.Scale(itemVectors.index_select(0, batch.Items), Math.Sqrt(Shape.Width)), dropout); // [tokens, width]
        foreach (var block in _blocks)
        {
            var attended = Attend(block, Norm(hidden, block.AttentionNorm), batch, dropout);
            hidden = TensorMath.Add(hidden, Drop(attended, dropout));
            var up = nn.functional.gelu(Norm(hidden, block.MlpNorm).matmul(block.UpProj.t())); // [tokens, 4 width]
            hidden = TensorMath.Add(hidden, Drop(Drop(up, dropout).matmul(block.DownProj.t()), dropout));
        }

        return Norm(hidden, _norm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _distances.Dispose();
        _causalMask.Dispose();
    }

    private Tensor Attend(Block block, Tensor tokens, HistoryBatch batch, Dropout? dropout)
    {
        var (count, length, heads, headWidth) = (batch.Count, batch.Length, Shape.Heads, Shape.Width / Shape.Heads);
        var qkv = tokens.matmul(block.QkvProj.t()).index_select(0, batch.Grid) // [count * length, 3 width]
            .view(count, length, 3, heads, headWidth).permute(2, 0, 3, 1, 4); // [3, count, heads, length, headWidth]
        var distances = _distances.narrow(0, 0, length).narrow(1, 0, length).reshape(-1);
        var bias = TensorMath.Add(
            block.DistanceBias.index_select(1, distances).view(heads, length, length),
            _causalMask.narrow(0, 0, length).narrow(1, 0, length)); // [heads, length, length]
        var scores = TensorMath.Add(TensorMath.Scale(qkv[0], 1 / Math.Sqrt(headWidth)).matmul(qkv[1].transpose(2, 3)), bias);
        var attention = Drop(scores.softmax(-1), dropout); // [count, heads, length, length]
        return attention.matmul(qkv[2]).transpose(1, 2).reshape(count * length, Shape.Width) // [count * length, width]
            .index_select(0, batch.Cells) // [tokens, width]
            .matmul(block.OProj.t());
    }

    // Weights that are given to the norm itself have a gradient that follows the number of threads in its last bits.
    private Tensor Norm(Tensor hidden, Tensor weight) => nn.functional.layer_norm(hidden, [Shape.Width]).mul(weight);

    private static Tensor Drop(Tensor hidden, Dropout? dropout) => dropout?.Of(hidden) ?? hidden;

    private sealed class Block(ParameterSet parameters, int block)
    {
        public Tensor AttentionNorm { get; } = parameters[Name(block, "attention_norm")];

        public Tensor DistanceBias { get; } = parameters[Name(block, "distance_bias")];

        public Tensor QkvProj { get; } = parameters[Name(block, "qkv_proj")];

        public Tensor OProj { get; } = parameters[Name(block, "o_proj")];

        public Tensor MlpNorm { get; } = parameters[Name(block, "mlp_norm")];

        public Tensor UpProj { get; } = parameters[Name(block, "up_proj")];

        public Tensor DownProj { get; } = parameters[Name(block, "down_proj")];

        public static string Name(int block, string part) => $"history_encoder.blocks.{block}.{part}";
    }
}
