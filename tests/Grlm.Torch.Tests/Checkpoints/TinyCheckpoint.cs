using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>A language model of a few hundred numbers, for tests that damage it.</summary>
internal static class TinyCheckpoint
{
    /// <summary>A <c>config.json</c> as transformers 4 writes it: two query heads of four, one key-value head, one layer.</summary>
    public static JsonObject ConfigJson(string family = "qwen3", bool tied = true) => new()
    {
        ["architectures"] = new JsonArray($"{char.ToUpperInvariant(family[0])}{family[1..]}ForCausalLM"),
        ["model_type"] = family,
        ["vocab_size"] = 10,
        ["hidden_size"] = 8,
        ["intermediate_size"] = 12,
        ["num_hidden_layers"] = 1,
        ["num_attention_heads"] = 2,
        ["num_key_value_heads"] = 1,
        ["head_dim"] = 4,
        ["max_position_embeddings"] = 64,
        ["rms_norm_eps"] = 1e-6,
        ["rope_theta"] = 10000.0,
        ["rope_scaling"] = null,
        ["tie_word_embeddings"] = tied,
        ["torch_dtype"] = "float32",
        ["hidden_act"] = "silu",
        ["eos_token_id"] = new JsonArray(8, 9),
        ["bos_token_id"] = 1,
        ["future_setting"] = "kept",
    };

    public static LanguageModelConfig Config(string family = "qwen3", bool tied = true)
        => LanguageModelConfig.Parse(ConfigJson(family, tied).ToJsonString(), "config.json");

    /// <summary>Its tensors, each number of its own; they belong to the caller's dispose scope.</summary>
    public static Dictionary<string, Tensor> Tensors(LanguageModelConfig config)
    {
        using var generator = new Generator(5);
        return LanguageModelTensors.NamesAndShapes(config).ToDictionary(tensor => tensor.Key,
            tensor => randn(tensor.Value, generator: generator));
    }

    /// <summary>Writes it as a folder, with the tensors changed by <paramref name="change"/>.</summary>
    public static void Write(
        string folder, Action<Dictionary<string, Tensor>>? change = null, long maximumShard = long.MaxValue, bool tied = true)
    {
        using var scope = NewDisposeScope();
        var config = Config(tied: tied);
        var tensors = Tensors(config);
        change?.Invoke(tensors);
        CheckpointWriter.Save(folder, config, [.. tensors], StoredType.F32, GenerationDefaults.Of(config), null, maximumShard);
    }

    /// <summary>Opens a checkpoint and reads every number of it.</summary>
    public static void ReadAll(string path)
    {
        using var checkpoint = ModelCheckpoint.Open(path);
        using var scope = NewDisposeScope();
        foreach (var tensor in checkpoint.Weights.Tensors.Values)
        {
            checkpoint.Weights.ReadInto(tensor.Name, empty(tensor.Shape));
        }
    }
}
