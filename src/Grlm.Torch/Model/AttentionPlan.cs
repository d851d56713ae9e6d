using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>What all layers of one pass share: where tokens stand and what they see.</summary>
/// <param name="Cosines"><c>[rows, tokens, 1, head]</c>.</param>
/// <param name="Sines">Likewise, the first half negated.</param>
/// <param name="Mask">Added to scores: <c>[rows, 1, tokens x group, slots]</c>, each token's row repeated for the query heads that share a key head.</param>
/// <param name="Cache">Where keys and values are kept; null where nothing is.</param>
/// <param name="Adapters">Low-rank changes by module name; null for none.</param>
internal sealed record AttentionPlan(
    Tensor Cosines, Tensor Sines, Tensor Mask, KeyValueCache? Cache, IReadOnlyDictionary<string, LoraPair>? Adapters);
