using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Linear layers over the same input, computed as one product (queries, keys and values; gate and up). Each keeps its own name in
/// checkpoints and its own low-rank change.
/// </summary>
/// <param name="Weight"><c>[sum of outputs, in]</c>.</param>
/// <param name="Bias"><c>[sum of outputs]</c>; null for none.</param>
/// <param name="Modules">Names and output widths in the order of the rows: <c>model.layers.0.self_attn.q_proj</c>.</param>
internal sealed record Projection(Tensor Weight, Tensor? Bias, IReadOnlyList<KeyValuePair<string, long>> Modules)
{
    /// <summary>Width of the output.</summary>
    public long Outputs { get; } = Modules.Sum(module => module.Value);

    /// <summary>Returns the product, with the changes of the modules that have one.</summary>
    /// <param name="x"><c>[…, in]</c>, of the type that is computed in.</param>
    /// <param name="adapters">Changes by module name.</param>
    /// <returns><c>[…, sum of outputs]</c>.</returns>
    public Tensor Apply(Tensor x, IReadOnlyDictionary<string, LoraPair>? adapters)
    {
        var result = nn.functional.linear(x, Weight.to_type(x.dtype), Bias?.to_type(x.dtype));
        if (adapters is null || !Modules.Any(module => adapters.ContainsKey(module.Key)))
        {
            return result;
        }

        // One sum over the whole width: adding to parts in place would have autograd copy the whole gradient once for each part.
        Tensor[] changes = [.. Modules.Select(module => adapters.TryGetValue(module.Key, out var adapter)
            ? adapter.Apply(x)
            : zeros([.. x.shape[..^1], module.Value], dtype: x.dtype, device: x.device))];
        return TensorMath.Add(result, changes is [var only] ? only : cat(changes, -1));
    }
}

/// <summary>Describes the low-rank change of one linear layer: <c>scale B A x</c> (Hu et al., LoRA, ICLR 2022).</summary>
/// <param name="Down">A: <c>[rank, in]</c>.</param>
/// <param name="Up">B: <c>[out, rank]</c>.</param>
/// <param name="Scale">Alpha divided by the rank, or by its root.</param>
/// <param name="Dropout">Share of the input dropped; 0 outside training.</param>
internal sealed record LoraPair(Tensor Down, Tensor Up, double Scale, double Dropout = 0)
{
    /// <summary>Returns the change of the layer's output.</summary>
    /// <param name="x">The layer's input <c>[…, in]</c>, of the type that is computed in.</param>
    public Tensor Apply(Tensor x)
    {
        var input = Dropout > 0 ? nn.functional.dropout(x, Dropout) : x;
        var low = nn.functional.linear(input, Down.to_type(x.dtype)); // [..., rank]
        return nn.functional.linear(TensorMath.Scale(low, Scale), Up.to_type(x.dtype));
    }
}
