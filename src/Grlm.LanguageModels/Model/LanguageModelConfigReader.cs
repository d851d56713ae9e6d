using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// Reads <c>config.json</c> as any version of transformers writes it. What the network cannot compute is refused rather than passed over: a
/// model with a switch ignored talks nonsense.
/// </summary>
internal sealed class LanguageModelConfigReader
{
    private const int MaximumSize = 16_777_216;

    private static readonly JsonDocumentOptions _json = new() { AllowDuplicateProperties = false };

    private readonly string _path;
    private readonly JsonObject _root;

    public LanguageModelConfigReader(string json, string path)
    {
        _path = path;
        try
        {
            _root = JsonNode.Parse(json, null, _json) as JsonObject ?? throw Refuse("it is not a JSON object");
            _ = _root.ToJsonString(); // texts are read on first use, and one that is none (half a surrogate pair) throws then
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw Refuse("it is not valid JSON", exception);
        }
    }

    public LanguageModelConfig Read()
    {
        var type = Value<string>(_root, "model_type") ?? throw Refuse("it has no 'model_type'");
        if (type is not ("llama" or "qwen2" or "qwen3"))
        {
            throw Refuse($"its model type is '{type}', and llama, qwen2 and qwen3 are known here");
        }

        RefuseWhatIsNotComputed();
        var heads = Size("num_attention_heads");
        var hidden = Size("hidden_size");
        var positions = Size("max_position_embeddings");
        var bias = type == "qwen2" || Value<bool?>(_root, "attention_bias") == true;
        var config = new LanguageModelConfig
        {
            ModelType = type,
            VocabularySize = Size("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = Size("intermediate_size"),
            LayerCount = Size("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = Size("num_key_value_heads", heads),
            HeadSize = Size("head_dim", type == "qwen3" ? 128 : hidden / heads),
            NormEpsilon = Value<double?>(_root, "rms_norm_eps") ?? 1e-6,
            MaximumPositions = positions,
            TiedHead = Value<bool?>(_root, "tie_word_embeddings") ?? false,
            QueryKeyValueBias = bias,
            AttentionOutputBias = bias && type != "qwen2",
            FeedForwardBias = Value<bool?>(_root, "mlp_bias") == true,
            QueryKeyNorm = type == "qwen3",
            Rotary = ReadRotary(positions),
            BeginToken = Tokens("bos_token_id") is [var begin, ..] ? begin : null,
            EndTokens = Tokens("eos_token_id"),
            PadToken = Tokens("pad_token_id") is [var pad, ..] ? pad : null,
            StoredType = ReadStoredType(),
            Source = _root,
        };
        Check(config);
        return config;
    }

    private void RefuseWhatIsNotComputed()
    {
        if (Value<string>(_root, "hidden_act") is { } activation && activation != "silu")
        {
            throw Refuse($"its activation is '{activation}', and silu is known here");
        }

        if (Value<bool?>(_root, "use_sliding_window") == true)
        {
            throw Refuse("it attends within a sliding window, which is not known here");
        }

        if (_root["quantization_config"] is not null)
        {
            throw Refuse("its weights are quantised; take the checkpoint in bfloat16 or float16");
        }
    }

    private void Check(LanguageModelConfig config)
    {
        if (config.HeadCount % config.KeyValueHeadCount != 0)
        {
            throw Refuse($"{config.HeadCount} query heads cannot share {config.KeyValueHeadCount} key-value heads evenly");
        }

        if (config.HeadSize % 2 != 0)
        {
            throw Refuse($"heads of the odd width {config.HeadSize} cannot be turned");
        }

        if (!(config.NormEpsilon > 0 && double.IsFinite(config.NormEpsilon)))
        {
            throw Refuse("'rms_norm_eps' must be positive");
        }
    }

    private RotaryConfig ReadRotary(int maximumPositions)
    {
        var parameters = Value<JsonObject>(_root, "rope_parameters") ?? Value<JsonObject>(_root, "rope_scaling") ?? [];
        var name = Value<string>(parameters, "rope_type") ?? Value<string>(parameters, "type") ?? "default";
        var kind = name switch
        {
            "default" => RotaryKind.Default,
            "linear" => RotaryKind.Linear,
            "llama3" => RotaryKind.Llama3,
            "yarn" => RotaryKind.Yarn,
            _ => throw Refuse($"its rotary scaling is '{name}', and default, linear, llama3 and yarn are known here"),
        };
        if ((Value<double?>(parameters, "partial_rotary_factor") ?? Value<double?>(_root, "partial_rotary_factor")) is { } share and not 1)
        {
            throw Refuse($"it turns only {share} of each head, and the whole is known here");
        }

        var rotary = new RotaryConfig(
            kind,
            Positive(parameters, "rope_theta", Positive(_root, "rope_theta", 10_000)),
            kind == RotaryKind.Default ? 1 : Positive(parameters, "factor", null),
            (int)Math.Min(MaximumSize, Positive(parameters, "original_max_position_embeddings", maximumPositions)))
        {
            LowFrequencyFactor = Positive(parameters, "low_freq_factor", 1),
            HighFrequencyFactor = Positive(parameters, "high_freq_factor", 4),
            BetaFast = Positive(parameters, "beta_fast", 32),
            BetaSlow = Positive(parameters, "beta_slow", 1),
            Truncate = Value<bool?>(parameters, "truncate") ?? true,
            AttentionFactor = Value<double?>(parameters, "attention_factor"),
            MagnitudeScale = Value<double?>(parameters, "mscale") ?? 0,
            MagnitudeScaleAllDimensions = Value<double?>(parameters, "mscale_all_dim") ?? 0,
        };
        return rotary.Kind == RotaryKind.Llama3 && rotary.HighFrequencyFactor <= rotary.LowFrequencyFactor
            ? throw Refuse("'high_freq_factor' must be above 'low_freq_factor'")
            : rotary;
    }

    private StoredType ReadStoredType() => (Value<string>(_root, "dtype") ?? Value<string>(_root, "torch_dtype")) switch
    {
        null or "float32" => StoredType.F32,
        "float16" => StoredType.F16,
        "bfloat16" => StoredType.BF16,
        var other => throw Refuse($"its weights are of type '{other}', and float32, float16 and bfloat16 are known here"),
    };

    private double Positive(JsonObject parent, string key, double? otherwise)
    {
        var value = Value<double?>(parent, key) ?? otherwise ?? throw Refuse($"'{key}' is missing");
        return value > 0 && double.IsFinite(value) ? value : throw Refuse($"'{key}' must be positive");
    }

    private int Size(string key, int? otherwise = null)
    {
        var value = Value<long?>(_root, key) ?? otherwise ?? throw Refuse($"'{key}' is missing");
        return value is > 0 and <= MaximumSize ? (int)value : throw Refuse($"'{key}' is {value}");
    }

    private int[] Tokens(string key)
    {
        try
        {
            return _root[key] switch
            {
                null => [],
                JsonArray many => [.. many.Select(token => token?.GetValue<int>() ?? throw Refuse($"'{key}' holds null"))],
                var one => [one.GetValue<int>()],
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw Refuse($"'{key}' is neither a token nor a list of tokens", exception);
        }
    }

    private T? Value<T>(JsonObject parent, string key)
    {
        var node = parent[key];
        if (node is null)
        {
            return default;
        }

        try
        {
            return node is T same ? same : node.GetValue<T>();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw Refuse($"'{key}' is {node.ToJsonString()}", exception);
        }
    }

    private InvalidInputException Refuse(string problem, Exception? innerException = null)
        => new($"{_path}: {problem}. Take a Llama, Qwen2, Qwen2.5 or Qwen3 model in Hugging Face layout.", innerException);
}
