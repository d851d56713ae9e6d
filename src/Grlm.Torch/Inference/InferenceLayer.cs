namespace Grlm.Torch;

/// <summary>The weights of one decoder layer, packed.</summary>
internal sealed class InferenceLayer
{
    /// <param name="network">Where the weights come from.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="team">Does the work.</param>
    public InferenceLayer(CausalNetwork network, int layer, WorkerTeam team)
    {
        var (config, weights) = (network.Config, network.Weights);
        AttentionNorm = Vector("input_layernorm.weight");
        FeedForwardNorm = Vector("post_attention_layernorm.weight");
        QueryNorm = config.QueryKeyNorm ? Vector("self_attn.q_norm.weight") : null;
        KeyNorm = config.QueryKeyNorm ? Vector("self_attn.k_norm.weight") : null;
        QueryKeyValue = Pack(weights.Projection(Name("self_attn.q_proj"), Name("self_attn.k_proj"), Name("self_attn.v_proj")));
        Output = Pack(weights.Projection(Name("self_attn.o_proj")));
        GateUp = PackGates(weights.Projection(Name("mlp.gate_proj"), Name("mlp.up_proj")), config.IntermediateSize, team);
        Down = Pack(weights.Projection(Name("mlp.down_proj")));

        string Name(string part) => LanguageModelTensors.OfLayer(layer, part);
        float[] Vector(string part) => TensorRows.Vector(weights.Tensor(Name(part)));
        PackedMatrix Pack(Projection projection) => Packed(projection.Weight, Bias(projection), team);
    }

    /// <summary>Scale of the norm before attention.</summary>
    public float[] AttentionNorm { get; }

    /// <summary>Scale of the norm before the feed-forward layer.</summary>
    public float[] FeedForwardNorm { get; }

    /// <summary>Scale of the norm of each query head; null for none.</summary>
    public float[]? QueryNorm { get; }

    /// <summary>Scale of the norm of each key head; null for none.</summary>
    public float[]? KeyNorm { get; }

    /// <summary>To all heads of queries, keys and values.</summary>
    public PackedMatrix QueryKeyValue { get; }

    /// <summary>From attention back to the residual stream.</summary>
    public PackedMatrix Output { get; }

    /// <summary>To the gates and what they let pass, as <see cref="GateSink"/> reads them.</summary>
    public PackedMatrix GateUp { get; }

    /// <summary>From the feed-forward layer back to the residual stream.</summary>
    public PackedMatrix Down { get; }

    /// <summary>Packs a matrix as it is.</summary>
    public static PackedMatrix Packed(TorchSharp.torch.Tensor weight, float[]? bias, WorkerTeam team)
    {
        var rows = new TensorRows(weight);
        return new PackedMatrix(rows.Read, rows.Rows, rows.Width, bias, rows.FitHalf, team);
    }

    private static float[]? Bias(Projection projection) => projection.Bias is { } bias ? TensorRows.Vector(bias) : null;

    private static PackedMatrix PackGates(Projection projection, int size, WorkerTeam team)
    {
        var rows = new TensorRows(projection.Weight);
        var panels = (size + GateSink.Gates - 1) / GateSink.Gates;
        float[]? bias = null;
        if (Bias(projection) is { } given)
        {
            bias = [.. Enumerable.Range(0, panels * ProductKernel.TileWidth).Select(output => RowOf(output) is >= 0 and var row ? given[row] : 0)];
        }

        return new PackedMatrix(Read, panels * ProductKernel.TileWidth, rows.Width, bias, rows.FitHalf, team);

        void Read(int output, Span<float> weights)
        {
            if (RowOf(output) is >= 0 and var row)
            {
                rows.Read(row, weights);
            }
        }

        int RowOf(int output)
        {
            var (panel, lane) = Math.DivRem(output, ProductKernel.TileWidth);
            var gate = (panel * GateSink.Gates) + (lane % GateSink.Gates);
            return gate >= size ? -1 : lane < GateSink.Gates ? gate : size + gate;
        }
    }
}
