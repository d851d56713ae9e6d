using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Linear layers over the same input, computed as one product (queries, keys and values; gate and up). Each keeps its own name in checkpoints
/// and its own low-rank change.
/// </summary>
/// <param name="Weight"><c>[sum of outputs, in]</c>.</param>
/// <param name="Bias"><c>[sum of outputs]</c>; null for none.</param>
/// <param name="Modules">Names and output widths in the order of the rows: <c>model.layers.0.self_attn.q_proj</c>.</param>
internal sealed record Projection(Tensor Weight, Tensor? Bias, IReadOnlyList<KeyValuePair<string, long>> Modules)
{
    /// <summary>Width of the output.</summary>
    public long Outputs { get; } = Modules.Sum(module => module.Value);

    /// <summary>The product, with the changes of the modules that have one.</summary>
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
