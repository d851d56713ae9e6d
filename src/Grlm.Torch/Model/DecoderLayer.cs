using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Computes one layer of a causal language model: attention with grouped heads and the gated feed-forward layer, each on its normalised
/// input and added to the residual stream, which stays in float32.
/// </summary>
internal sealed class DecoderLayer
{
    private readonly LanguageModelConfig _config;
    private readonly int _layer;
    private readonly ScalarType _type;
    private readonly Tensor _attentionNorm;
    private readonly Tensor _feedForwardNorm;
    private readonly Tensor? _queryNorm;
    private readonly Tensor? _keyNorm;
    private readonly Projection _queryKeyValue;
    private readonly Projection _output;
    private readonly Projection _gateUp;
    private readonly Projection _down;

    /// <param name="config">The network's sizes.</param>
    /// <param name="weights">The network's weights.</param>
    /// <param name="layer">Number of this layer.</param>
    /// <param name="type">Type that products are computed in.</param>
    public DecoderLayer(LanguageModelConfig config, LanguageModelWeights weights, int layer, ScalarType type)
    {
        (_config, _layer, _type) = (config, layer, type);
        _attentionNorm = weights.Tensor(Part("input_layernorm.weight"));
        _feedForwardNorm = weights.Tensor(Part("post_attention_layernorm.weight"));
        _queryNorm = config.QueryKeyNorm ? weights.Tensor(Part("self_attn.q_norm.weight")) : null;
        _keyNorm = config.QueryKeyNorm ? weights.Tensor(Part("self_attn.k_norm.weight")) : null;
        _queryKeyValue = weights.Projection(Part("self_attn.q_proj"), Part("self_attn.k_proj"), Part("self_attn.v_proj"));
        _output = weights.Projection(Part("self_attn.o_proj"));
        _gateUp = weights.Projection(Part("mlp.gate_proj"), Part("mlp.up_proj"));
        _down = weights.Projection(Part("mlp.down_proj"));

        string Part(string name) => LanguageModelTensors.OfLayer(layer, name);
    }

    /// <summary>Passes the residual stream through the layer.</summary>
    /// <param name="x"><c>[rows, tokens, hidden]</c>, float32.</param>
    /// <param name="plan">What all layers share.</param>
    /// <returns>A new tensor of the same shape, moved to the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, AttentionPlan plan)
    {
        using var scope = NewDisposeScope();
        var attended = TensorMath.Add(x, Attend(RmsNorm.Apply(x, _attentionNorm, _config.NormEpsilon, _type), plan));
        var gated = _gateUp.Apply(RmsNorm.Apply(attended, _feedForwardNorm, _config.NormEpsilon, _type), plan.Adapters);
        var gate = nn.functional.silu(gated.narrow(-1, 0, _config.IntermediateSize));
        var inner = gate.mul(gated.narrow(-1, _config.IntermediateSize, _config.IntermediateSize)); // [rows, tokens, intermediate]
        return TensorMath.Add(attended, _down.Apply(inner, plan.Adapters)).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor x, AttentionPlan plan)
    {
        var (rows, tokens) = (x.shape[0], x.shape[1]);
        var (heads, keyHeads, size) = (_config.HeadCount, _config.KeyValueHeadCount, _config.HeadSize);
        var group = heads / keyHeads;
        var all = _queryKeyValue.Apply(x, plan.Adapters).view(rows, tokens, heads + (2 * keyHeads), size);
        var turned = Rotate(all.narrow(2, 0, heads + keyHeads), plan);

        // Query heads that share a key head become rows of one product, so that keys and values are never repeated.
        var queries = turned.narrow(2, 0, heads).view(rows, tokens, keyHeads, group, size)
            .permute(0, 2, 1, 3, 4).reshape(rows, keyHeads, tokens * group, size);
        var keys = turned.narrow(2, heads, keyHeads).transpose(1, 2); // [rows, key heads, tokens, head]
        var values = all.narrow(2, heads + keyHeads, keyHeads).transpose(1, 2);
        if (plan.Cache is { } cache)
        {
            (keys, values) = cache.Append(_layer, keys, values);
        }

        var mixed = nn.functional.scaled_dot_product_attention(queries, keys, values, plan.Mask); // [rows, key heads, tokens x group, head]
        var joined = mixed.view(rows, keyHeads, tokens, group, size).permute(0, 2, 1, 3, 4).reshape(rows, tokens, heads * size);
        return _output.Apply(joined, plan.Adapters);
    }

    /// <summary>Normalises (Qwen3) and turns queries and keys: <c>[rows, tokens, heads + key heads, head]</c>.</summary>
    private Tensor Rotate(Tensor queriesAndKeys, AttentionPlan plan)
    {
        var normal = queriesAndKeys;
        if (_queryNorm is not null && _keyNorm is not null)
        {
            var weight = cat([_queryNorm.expand(_config.HeadCount, -1), _keyNorm.expand(_config.KeyValueHeadCount, -1)]);
            normal = RmsNorm.Apply(queriesAndKeys, weight, _config.NormEpsilon, _type);
        }

        var turned = normal.mul(plan.Cosines);
        TensorMath.AddProductInPlace(turned, normal.roll(_config.HeadSize / 2, -1), plan.Sines, 1);
        return turned;
    }
}

/// <summary>Holds what all layers of one pass share: where tokens stand and what they see.</summary>
/// <param name="Cosines"><c>[rows, tokens, 1, head]</c>.</param>
/// <param name="Sines">Likewise, the first half negated.</param>
/// <param name="Mask">Added to scores: <c>[rows, 1, tokens x group, slots]</c>, each token's row repeated for the query heads that share a
/// key head.</param>
/// <param name="Cache">Where keys and values are kept; null where nothing is.</param>
/// <param name="Adapters">Low-rank changes by module name; null for none.</param>
internal sealed record AttentionPlan(
    Tensor Cosines, Tensor Sines, Tensor Mask, KeyValueCache? Cache, IReadOnlyDictionary<string, LoraPair>? Adapters);

/// <summary>Root-mean-square normalisation in float32 (Zhang and Sennrich, 2019).</summary>
internal static class RmsNorm
{
    /// <summary>Rows divided by their root mean square, times a weight.</summary>
    /// <param name="x"><c>[…, width]</c>.</param>
    /// <param name="weight"><c>[width]</c>, or whatever spreads over <paramref name="x"/>.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="type">Type of the result.</param>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon, ScalarType type)
    {
        var wide = x.to_type(ScalarType.Float32);
        var meanSquare = wide.mul(wide).mean([-1], keepdim: true);
        TensorMath.ShiftInPlace(meanSquare, epsilon);
        return wide.mul(meanSquare.rsqrt()).mul(weight.to_type(ScalarType.Float32)).to_type(type);
    }
}
