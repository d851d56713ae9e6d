using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// Writes <c>config.json</c> such that transformers 4 and 5 and vLLM read it: old and new names of the same settings stand side by side.
/// </summary>
internal static class HuggingFaceConfig
{
    /// <summary>Returns the file's content: what was read, with what the configuration says now.</summary>
    /// <param name="config">The model.</param>
    /// <param name="type">How its weights are stored.</param>
    public static JsonObject Create(LanguageModelConfig config, StoredType type)
    {
        var json = (JsonObject)config.Source.DeepClone();
        json["architectures"] ??= new JsonArray(LanguageModelFamilies.ArchitectureOf(config.ModelType));
        json["model_type"] = config.ModelType;
        json["vocab_size"] = config.VocabularySize;
        json["hidden_size"] = config.HiddenSize;
        json["intermediate_size"] = config.IntermediateSize;
        json["num_hidden_layers"] = config.LayerCount;
        json["num_attention_heads"] = config.HeadCount;
        json["num_key_value_heads"] = config.KeyValueHeadCount;
        json["head_dim"] = config.HeadSize;
        json["max_position_embeddings"] = config.MaximumPositions;
        json["rms_norm_eps"] = CheckpointJson.Fraction(config.NormEpsilon);
        json["hidden_act"] ??= "silu";
        json["tie_word_embeddings"] = config.TiedHead;
        json["dtype"] = type.ToConfigName();
        json["torch_dtype"] = type.ToConfigName();
        AddRotary(json, config.Rotary);
        return json;
    }

    private static void AddRotary(JsonObject json, RotaryConfig rotary)
    {
        var settings = (json["rope_parameters"] ?? json["rope_scaling"])?.DeepClone() as JsonObject ?? [];
        settings.Remove("type");
        settings["rope_type"] = rotary.Kind.ToString().ToLowerInvariant();
        settings["rope_theta"] = CheckpointJson.Fraction(rotary.Theta);
        json["rope_parameters"] = settings;
        json["rope_theta"] = CheckpointJson.Fraction(rotary.Theta);

        var scaling = (JsonObject)settings.DeepClone();
        scaling.Remove("rope_theta");
        json["rope_scaling"] = rotary.Kind == RotaryKind.Default ? null : scaling;
    }
}
