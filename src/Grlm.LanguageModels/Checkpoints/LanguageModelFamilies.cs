namespace Grlm.LanguageModels;

/// <summary>The families of causal language models that are known here.</summary>
internal static class LanguageModelFamilies
{
    /// <summary>The families for messages.</summary>
    public const string Names = "llama, qwen2 and qwen3";

    /// <summary>Whether a <c>model_type</c>, or GGUF's architecture, is one of them.</summary>
    public static bool IsKnown(string family) => family is "llama" or "qwen2" or "qwen3";

    /// <summary>What <c>architectures</c> in <c>config.json</c> calls a family.</summary>
    public static string ArchitectureOf(string family) => family switch
    {
        "llama" => "LlamaForCausalLM",
        "qwen2" => "Qwen2ForCausalLM",
        "qwen3" => "Qwen3ForCausalLM",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "It is not known here."),
    };
}
