using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// What the compact generator makes of a history vector h at one depth: <c>exp(s) (h + MLP(h)) / |h + MLP(h)|</c>, to be compared with node vectors.
/// Immutable and safe for concurrent use.
/// </summary>
internal sealed class QueryLayer
{
    private readonly PackedMatrix _up;
    private readonly PackedMatrix _down;
    private readonly double _scale;

    /// <param name="tensors">The generator's weights.</param>
    /// <param name="width">Width of its vectors.</param>
    /// <param name="depth">Depth of the nodes.</param>
    public QueryLayer(INamedTensors tensors, int width, int depth)
    {
        var hidden = GeneratorConfig.HiddenFactor * width;
        _up = new PackedMatrix(tensors.Read(GeneratorConfig.NameOf(depth, "up_proj"), hidden, width), width);
        _down = new PackedMatrix(tensors.Read(GeneratorConfig.NameOf(depth, "down_proj"), width, hidden), hidden);
        var logScale = tensors.Read(GeneratorConfig.NameOf(depth, "log_scale"), 1)[0];
        _scale = Math.Min(Math.Exp(logScale), GeneratorConfig.LargestScale);
    }

    /// <summary>Makes the query.</summary>
    /// <param name="history">The history vector: <c>[width]</c>.</param>
    /// <param name="raised">Working memory: <c>[hidden factor * width]</c>.</param>
    /// <param name="query">Receives the query: <c>[width]</c>.</param>
    public void Query(ReadOnlySpan<float> history, Span<float> raised, Span<float> query)
    {
        _up.Multiply(history, raised);
        LayerMath.Gelu(raised);
        _down.Multiply(raised, query);
        TensorPrimitives.Add(query, history, query);
        LayerMath.ScaleTo(_scale, query);
    }
}
