namespace Grlm.Torch.Tests;

/// <summary>Makes a GGUF file a model of a few hundred numbers.</summary>
internal static class TinyGguf
{
    /// <summary>The model of <see cref="TinyCheckpoint"/>'s sizes, with the values of <paramref name="values"/>, in float32.</summary>
    public static GgufBuilder Model(
        this GgufBuilder builder, string family, Func<string, long[], float[]> values, bool tied = true, float theta = 10_000)
    {
        builder.Add("general.architecture", family).Add($"{family}.embedding_length", 8).Add($"{family}.feed_forward_length", 12)
            .Add($"{family}.block_count", 1).Add($"{family}.attention.head_count", 2).Add($"{family}.attention.head_count_kv", 1)
            .Add($"{family}.attention.key_length", 4).Add($"{family}.context_length", 64)
            .Add($"{family}.attention.layer_norm_rms_epsilon", 1e-6f).Add($"{family}.rope.freq_base", theta)
            .Add("tokenizer.ggml.eos_token_id", 8).Add("tokenizer.ggml.eot_token_id", 9).Add("tokenizer.ggml.bos_token_id", 1);
        foreach (var (name, shape) in LanguageModelTensors.NamesAndShapes(TinyCheckpoint.Config(family, tied)))
        {
            builder.Tensor(NameOf(name), shape, values(name, shape));
        }

        return builder;
    }

    private static string NameOf(string name) => name switch
    {
        LanguageModelTensors.Embedding => "token_embd.weight",
        LanguageModelTensors.FinalNorm => "output_norm.weight",
        LanguageModelTensors.Head => "output.weight",
        _ => name.Replace("model.layers.", "blk.", StringComparison.Ordinal)
            .Replace("post_attention_layernorm", "ffn_norm", StringComparison.Ordinal).Replace("input_layernorm", "attn_norm",
                StringComparison.Ordinal)
            .Replace("self_attn.o_proj", "attn_output", StringComparison.Ordinal).Replace("self_attn.", "attn_", StringComparison.Ordinal)
            .Replace("mlp.", "ffn_", StringComparison.Ordinal).Replace("_proj", "", StringComparison.Ordinal),
    };
}
