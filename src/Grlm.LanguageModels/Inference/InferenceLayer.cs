using System.Runtime.InteropServices;

namespace Grlm.LanguageModels.Internal;

/// <summary>Holds the weights of one decoder layer, packed.</summary>
internal sealed class InferenceLayer
{
    /// <param name="source">Where the weights come from.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="team">Does the work.</param>
    public InferenceLayer(IWeightSource source, int layer, WorkerTeam team)
    {
        var config = source.Config;
        AttentionNorm = Vector("input_layernorm.weight");
        FeedForwardNorm = Vector("post_attention_layernorm.weight");
        QueryNorm = config.QueryKeyNorm ? Vector("self_attn.q_norm.weight") : null;
        KeyNorm = config.QueryKeyNorm ? Vector("self_attn.k_norm.weight") : null;
        QueryKeyValue = Pack(config.QueryKeyValueBias, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
        Output = Pack(config.AttentionOutputBias, "self_attn.o_proj");
        GateUp = PackGates(Matrix("mlp.gate_proj", "mlp.up_proj"), Bias(config.FeedForwardBias, "mlp.gate_proj", "mlp.up_proj"),
            config.IntermediateSize, team);
        Down = Pack(config.FeedForwardBias, "mlp.down_proj");

        IWeightRows Rows(string part) => source.Rows(LanguageModelTensors.OfLayer(layer, part));
        StackedRows Matrix(params string[] modules) => new([.. modules.Select(module => Rows(module + ".weight"))]);
        float[] Vector(string part) => VectorOf(Rows(part));
        float[]? Bias(bool isThere, params string[] modules)
            => isThere ? [.. modules.SelectMany(module => Vector(module + ".bias"))] : null;
        PackedMatrix Pack(bool hasBias, params string[] modules) => Packed(Matrix(modules), Bias(hasBias, modules), team);
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
    public static PackedMatrix Packed(IWeightRows rows, float[]? bias, WorkerTeam team)
        => new(rows.Read, rows.Rows, rows.Width, bias, rows.FitHalf, team);

    /// <summary>Reads the numbers of a vector.</summary>
    public static float[] VectorOf(IWeightRows vector)
    {
        var numbers = new float[vector.Width];
        vector.Read(0, numbers);
        return numbers;
    }

    private static PackedMatrix PackGates(StackedRows rows, float[]? bias, int size, WorkerTeam team)
    {
        var panels = (size + GateSink.Gates - 1) / GateSink.Gates;
        if (bias is { } given)
        {
            bias = [.. Enumerable.Range(0,
                panels * ProductKernel.TileWidth).Select(output => RowOf(output) is >= 0 and var row ? given[row] : 0)];
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

/// <summary>Holds the weights that a decoder is built from, by their Hugging Face names.</summary>
public interface IWeightSource
{
    /// <summary>Gets architecture and sizes.</summary>
    LanguageModelConfig Config { get; }

    /// <summary>Returns a matrix or vector.</summary>
    /// <param name="name">One of <see cref="LanguageModelTensors.NamesAndShapes"/>.</param>
    IWeightRows Rows(string name);
}

/// <summary>Holds the rows of a matrix of weights, or the one row of a vector, as float32. Safe for concurrent reads.</summary>
public interface IWeightRows
{
    /// <summary>Gets the number of rows.</summary>
    int Rows { get; }

    /// <summary>Gets the numbers of a row.</summary>
    int Width { get; }

    /// <summary>Gets whether bfloat16 holds every number exactly.</summary>
    bool FitHalf { get; }

    /// <summary>Copies a row.</summary>
    void Read(int row, Span<float> numbers);
}

/// <summary>Looks at the numbers of a matrix.</summary>
public static class WeightRowsExtensions
{
    /// <summary>Tells whether bfloat16, the upper half of a float32, holds every number exactly.</summary>
    public static bool AllFitHalf(this IWeightRows rows)
    {
        const uint lowerHalf = 0xFFFF;
        var numbers = new float[rows.Width];
        var fits = true;
        for (var row = 0; row < rows.Rows && fits; row++)
        {
            rows.Read(row, numbers);
            foreach (var bits in MemoryMarshal.Cast<float, uint>(numbers))
            {
                fits &= (bits & lowerHalf) == 0;
            }
        }

        return fits;
    }
}

/// <summary>Matrices of the same width, one below the other.</summary>
/// <param name="parts">The matrices.</param>
internal sealed class StackedRows(params IReadOnlyList<IWeightRows> parts) : IWeightRows
{
    /// <inheritdoc/>
    public int Rows { get; } = parts.Sum(part => part.Rows);

    /// <inheritdoc/>
    public int Width => parts[0].Width;

    /// <inheritdoc/>
    public bool FitHalf => parts.All(part => part.FitHalf);

    /// <inheritdoc/>
    public void Read(int row, Span<float> numbers)
    {
        var part = 0;
        for (; row >= parts[part].Rows; part++)
        {
            row -= parts[part].Rows;
        }

        parts[part].Read(row, numbers);
    }
}
