using System.Collections.Frozen;

namespace Grlm.LanguageModels;

/// <summary>Names of tensors in GGUF files, and what Hugging Face calls them.</summary>
internal static class GgufNames
{
    private static readonly FrozenDictionary<string, string> _ofModel = new Dictionary<string, string>
    {
        ["token_embd.weight"] = LanguageModelTensors.Embedding,
        ["output_norm.weight"] = LanguageModelTensors.FinalNorm,
        ["output.weight"] = LanguageModelTensors.Head,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> _ofLayer = new Dictionary<string, string>
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    }.ToFrozenDictionary();

    /// <summary>The Hugging Face name of a tensor; its own name where there is none.</summary>
    public static string ToHuggingFace(string name)
    {
        if (_ofModel.TryGetValue(name, out var known))
        {
            return known;
        }

        return name.Split('.') is ["blk", var layer, var part, ("weight" or "bias") and var kind] && _ofLayer.TryGetValue(part, out var module)
            ? $"model.layers.{layer}.{module}.{kind}"
            : name;
    }
}
