using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>Writes the <c>config.json</c> that a GGUF file has none of, from its metadata.</summary>
internal static class GgufConfig
{
    /// <summary>Tokens that end a turn in models whose files name only what ends a text.</summary>
    private static readonly string[] _endsOfTurns = ["<|im_end|>", "<|eot_id|>", "<|end|>", "<end_of_turn>"];

    /// <summary>Returns the configuration in Hugging Face form.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name, for error messages.</param>
    /// <exception cref="InvalidInputException">The metadata do not suffice.</exception>
    public static JsonObject Create(GgufFile file, string path)
    {
        var metadata = file.Metadata;
        var family = metadata.Architecture;
        Check(file, family, path);
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray(LanguageModelFamilies.ArchitectureOf(family)),
            ["model_type"] = family,
            ["vocab_size"] = file.Tensors.TryGetValue(LanguageModelTensors.Embedding, out var embedding) ? embedding.Shape[0] : null,
            ["hidden_size"] = metadata.Integer($"{family}.embedding_length"),
            ["intermediate_size"] = metadata.Integer($"{family}.feed_forward_length"),
            ["num_hidden_layers"] = metadata.Integer($"{family}.block_count"),
            ["num_attention_heads"] = metadata.Integer($"{family}.attention.head_count"),
            ["num_key_value_heads"] = metadata.Integer($"{family}.attention.head_count_kv"),
            ["head_dim"] = HeadSize(metadata, family),
            ["rms_norm_eps"] = Fraction(metadata.Number($"{family}.attention.layer_norm_rms_epsilon")),
            ["max_position_embeddings"] = metadata.Integer($"{family}.context_length"),
            ["rope_parameters"] = file.Tensors.ContainsKey(GgufFrequencyFactors.Name)
                ? Llama3(file, family, path) : Rotary(metadata, family),
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = !file.Tensors.ContainsKey(LanguageModelTensors.Head),
            ["dtype"] = (embedding?.Type ?? StoredType.F32).ToConfigName(),
        };
        AddBiases(config, file, family);
        AddTokens(config, metadata);
        RemoveNulls(config);
        return config;
    }

    private static void Check(GgufFile file, string family, string path)
    {
        if (!LanguageModelFamilies.IsKnown(family))
        {
            throw new InvalidInputException(
                $"{path}: its architecture is '{family}', and {LanguageModelFamilies.Names} are known here. Take a model of one of these.");
        }

        if (file.Metadata.Integer($"{family}.expert_count") is > 0)
        {
            throw new InvalidInputException($"{path}: it is a mixture of experts, which is not known here. Take a dense model.");
        }

        if (file.Metadata.Number($"{family}.rope.scaling.attn_factor") is { } factor and not 1)
        {
            throw new InvalidInputException(
                $"{path}: it scales attention by {factor} in a way of its own. Put the original model's config.json beside it.");
        }
    }

    private static long? HeadSize(GgufMetadata metadata, string family)
        => metadata.Integer($"{family}.attention.key_length")
            ?? (metadata.Integer($"{family}.attention.head_count") is > 0 and var heads
                ? metadata.Integer($"{family}.embedding_length") / heads : null);

    private static JsonObject Rotary(GgufMetadata metadata, string family)
    {
        var scaling = $"{family}.rope.scaling";
        var old = metadata.Number($"{family}.rope.scale_linear");
        var kind = metadata.Text($"{scaling}.type") ?? (old is null ? "none" : "linear");
        var rotary = new JsonObject
        {
            ["rope_theta"] = Fraction(metadata.Number($"{family}.rope.freq_base")),
            ["rope_type"] = kind == "none" ? "default" : kind,
            ["factor"] = Fraction(metadata.Number($"{scaling}.factor") ?? old),
            ["original_max_position_embeddings"] = metadata.Integer($"{scaling}.original_context_length"),
            ["beta_fast"] = Fraction(metadata.Number($"{scaling}.yarn_beta_fast")),
            ["beta_slow"] = Fraction(metadata.Number($"{scaling}.yarn_beta_slow")),
        };
        if (metadata.Integer($"{family}.rope.dimension_count") is { } turned && HeadSize(metadata, family) is > 0 and var size
            && turned != size)
        {
            rotary["partial_rotary_factor"] = (double)turned / size;
        }

        RemoveNulls(rotary);
        return rotary;
    }

    private static JsonObject Llama3(GgufFile file, string family, string path)
    {
        var theta = file.Metadata.Number($"{family}.rope.freq_base") ?? 10_000;
        var size = (int)Math.Clamp(HeadSize(file.Metadata, family) ?? 0, 0, int.MaxValue);
        var rotary = GgufFrequencyFactors.Read(file, theta, size) ?? throw new InvalidInputException(
            $"{path}: its rotary scaling is a table ('{GgufFrequencyFactors.Name}') that no known setting makes. " +
                $"Put the original model's config.json beside it.");
        return new JsonObject
        {
            ["rope_theta"] = CheckpointJson.Fraction(rotary.Theta),
            ["rope_type"] = "llama3",
            ["factor"] = CheckpointJson.Fraction(rotary.Factor),
            ["low_freq_factor"] = CheckpointJson.Fraction(rotary.LowFrequencyFactor),
            ["high_freq_factor"] = CheckpointJson.Fraction(rotary.HighFrequencyFactor),
            ["original_max_position_embeddings"] = rotary.OriginalPositions,
        };
    }

    private static void AddBiases(JsonObject config, GgufFile file, string family)
    {
        if (family != "qwen2")
        {
            config["attention_bias"] = file.Tensors.ContainsKey(LanguageModelTensors.OfLayer(0, "self_attn.q_proj.bias"));
        }

        if (family == "llama")
        {
            config["mlp_bias"] = file.Tensors.ContainsKey(LanguageModelTensors.OfLayer(0, "mlp.gate_proj.bias"));
        }
    }

    private static void AddTokens(JsonObject config, GgufMetadata metadata)
    {
        config["bos_token_id"] = metadata.Integer("tokenizer.ggml.bos_token_id");
        config["pad_token_id"] = metadata.Integer("tokenizer.ggml.padding_token_id");
        string[] roles = ["eos", "eot", "eom"];
        var ends = roles.Select(role => metadata.Integer($"tokenizer.ggml.{role}_token_id")).OfType<long>().Concat(EndsOfTurns(metadata));
        config["eos_token_id"] = new JsonArray([.. ends.Distinct().Select(end => (JsonNode)end)]);
    }

    private static IEnumerable<long> EndsOfTurns(GgufMetadata metadata)
    {
        var tokens = metadata.Values.GetValueOrDefault("tokenizer.ggml.tokens") as string[] ?? [];
        return _endsOfTurns.Select(token => (long)Array.IndexOf(tokens, token)).Where(id => id >= 0);
    }

    private static JsonNode? Fraction(double? number) => number is { } value ? CheckpointJson.Fraction(value) : null;

    private static void RemoveNulls(JsonObject values)
    {
        foreach (var (key, _) in values.Where(pair => pair.Value is null).ToList())
        {
            values.Remove(key);
        }
    }
}

/// <summary>Lists the families of causal language models that are known here.</summary>
internal static class LanguageModelFamilies
{
    /// <summary>Holds the families for messages.</summary>
    public const string Names = "llama, qwen2 and qwen3";

    /// <summary>Tells whether a <c>model_type</c>, or GGUF's architecture, is one of them.</summary>
    public static bool IsKnown(string family) => family is "llama" or "qwen2" or "qwen3";

    /// <summary>Returns what <c>architectures</c> in <c>config.json</c> calls a family.</summary>
    public static string ArchitectureOf(string family) => family switch
    {
        "llama" => "LlamaForCausalLM",
        "qwen2" => "Qwen2ForCausalLM",
        "qwen3" => "Qwen3ForCausalLM",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "It is not known here."),
    };
}

/// <summary>
/// Rotary scaling that a GGUF file has as a table of divisors, one for each pair of a head's dimensions. Files of Llama 3.1 and later are
/// written so; the settings that made the table are taken from it, and held against all of it.
/// </summary>
internal static class GgufFrequencyFactors
{
    /// <summary>Name of the tensor.</summary>
    public const string Name = "rope_freqs.weight";

    // As all of Llama 3.1, 3.2 and 3.3 have been trained.
    private const int OriginalPositions = 8192;
    private const double Tolerance = 1e-4;

    /// <summary>Reads the table.</summary>
    /// <param name="file">A file that has it.</param>
    /// <param name="theta">Base of the wavelengths.</param>
    /// <param name="headSize">Dimensions of a head.</param>
    /// <returns>The scaling; null where no setting known here makes this table.</returns>
    public static RotaryConfig? Read(GgufFile file, double theta, int headSize)
    {
        var table = new float[file.Tensors[Name].Count];
        file.Read(Name, 0, table);
        var plain = new RotaryConfig(RotaryKind.Default, theta, 1, OriginalPositions);
        if (table.Length != headSize / 2 || table is not [.., var slowest])
        {
            return null;
        }

        // The slowest pair is stretched most: of its divisor follows the factor.
        var kept = RotaryFrequencies.KeptByLlama3(plain, RotaryFrequencies.Of(plain, headSize)[^1]);
        var factor = Math.Round((1 - kept) / ((1 / (double)slowest) - kept), 3);
        if (!(factor >= 1) || !double.IsFinite(factor))
        {
            return null;
        }

        var scaled = plain with { Kind = RotaryKind.Llama3, Factor = factor };
        var divisors = RotaryFrequencies.Of(plain, headSize).Zip(RotaryFrequencies.Of(scaled, headSize),
            (whole, stretched) => whole / stretched);
        return divisors.Zip(table).All(pair => Math.Abs((pair.Second / pair.First) - 1) <= Tolerance) ? scaled : null;
    }
}
