using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Holds the settings of a LoRA adapter, as PEFT keeps them in <c>adapter_config.json</c> (Hu et al., LoRA, 2021). A module's weight W
/// becomes W + scale B A with A of <c>[rank, in]</c> and B of <c>[out, rank]</c>.
/// </summary>
public sealed record AdapterConfig
{
    /// <summary>Rank of a module that no pattern names.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Gets what the scale is made from, for a module that no pattern names.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Share of the adapter's inputs that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>Gets which modules have an adapter.</summary>
    public required AdapterTargets Targets { get; init; }

    /// <summary>
    /// Tells whether the scale is alpha / sqrt(rank), which keeps high ranks learning (Kalajdzievski, 2023), rather than alpha / rank.
    /// </summary>
    public bool RankStabilized { get; init; }

    /// <summary>Ranks of single modules.</summary>
    public ModulePatterns<int> RankPattern { get; init; } = new();

    /// <summary>Alphas of single modules.</summary>
    public ModulePatterns<double> AlphaPattern { get; init; } = new();

    /// <summary>Gets the model that it belongs to: a name on the hub or a folder; null where that is not said.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Gets the whole file as it was read, so that what is not read here is still written back.</summary>
    public JsonObject Source { get; init; } = [];

    /// <summary>Returns the rank of a module.</summary>
    /// <param name="module">Its name in the model: <c>model.layers.0.self_attn.q_proj</c>.</param>
    public int RankOf(string module) => RankPattern.Find(module) ?? Rank;

    /// <summary>Returns what B A is multiplied with.</summary>
    /// <param name="module">Its name in the model.</param>
    public double ScaleOf(string module)
    {
        var alpha = AlphaPattern.Find(module) ?? Alpha;
        var rank = RankOf(module);
        return alpha / (RankStabilized ? Math.Sqrt(rank) : rank);
    }

    /// <summary>Reads <c>adapter_config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or calls for something that cannot be done here; the message names the
    /// setting.</exception>
    public static AdapterConfig Read(string path) => AdapterConfigJson.Read(CheckpointJson.ReadObject(path), path);
}

/// <summary>Says which modules of a model have an adapter: <c>target_modules</c>, matched as PEFT does.</summary>
public sealed class AdapterTargets : IEquatable<AdapterTargets>
{
    /// <summary>PEFT's word for every linear layer but the head.</summary>
    public const string EveryLinear = "all-linear";

    private const string Head = "lm_head";

    private readonly Regex? _expression;

    private AdapterTargets(IReadOnlyList<string> names, string? expression)
    {
        Names = names;
        Expression = expression;
        _expression = expression is null or EveryLinear ? null : ModuleExpression.Compile(expression);
    }

    /// <summary>Every linear layer but the head.</summary>
    public static AdapterTargets All { get; } = new([], EveryLinear);

    /// <summary>Last parts of modules' names, or whole names; empty where there is an expression.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets what a module's whole name must match, or <see cref="EveryLinear"/>; null where there are names.</summary>
    public string? Expression { get; }

    /// <summary>Modules by the last parts of their names (<c>q_proj</c>, <c>mlp.up_proj</c>), or by their whole names.</summary>
    public static AdapterTargets Of(params IReadOnlyList<string> names) => new(names, null);

    /// <summary>Modules whose whole name a regular expression matches, or <see cref="EveryLinear"/>.</summary>
    /// <exception cref="ArgumentException">It is not an expression that can be matched in linear time.</exception>
    public static AdapterTargets Matching(string expression) => new([], expression);

    /// <summary>Tells whether a linear layer has an adapter.</summary>
    /// <param name="module">Its name in the model: <c>model.layers.0.self_attn.q_proj</c>.</param>
    public bool Include(string module) => Expression switch
    {
        null => Names.Any(name => ModuleExpression.EndsIn(module, name)),
        EveryLinear => module != Head,
        _ => _expression!.IsMatch(module),
    };

    /// <inheritdoc/>
    public bool Equals(AdapterTargets? other) => other is not null && Expression == other.Expression && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdapterTargets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Expression, Names.Count);
}

/// <summary>
/// <c>adapter_config.json</c> from and to its record. PEFT gains variants of LoRA with every version, each with a switch of its own: a
/// switch that is on and not known here is refused by name, whatever it is, since an adapter applied without it would be another one.
/// </summary>
public static class AdapterConfigJson
{
    private const string Kind = "LORA";
    private const int MaximumRank = 1 << 16;

    /// <summary>Holds what is read here, and what says nothing about the adapter's mathematics once it is trained.</summary>
    private static readonly FrozenSet<string> _known = new[]
    {
        "alpha_pattern", "base_model_name_or_path", "bias", "init_lora_weights", "lora_alpha", "lora_dropout", "peft_type",
        "r", "rank_pattern",
        "target_modules", "use_rslora",
        "auto_mapping", "inference_mode", "megatron_core", "peft_version", "qalora_group_size", "revision", "task_type",
    }.ToFrozenSet();

    /// <summary>Reads the file's content.</summary>
    /// <param name="json">The content.</param>
    /// <param name="path">The file, for error messages.</param>
    /// <exception cref="InvalidInputException">It calls for something that cannot be done here.</exception>
    public static AdapterConfig Read(JsonObject json, string path)
    {
        var settings = new CheckpointSettings(json, path);
        RefuseWhatIsNotKnown(json, settings, path);
        var config = new AdapterConfig
        {
            Rank = settings.Integer("r") ?? 8,
            Alpha = settings.Number("lora_alpha") ?? 8,
            Dropout = settings.Number("lora_dropout") ?? 0,
            Targets = ReadTargets(json, settings),
            RankStabilized = settings.Truth("use_rslora") ?? false,
            RankPattern = ReadPatterns("rank_pattern", settings.IntegersByKey("rank_pattern"), settings),
            AlphaPattern = ReadPatterns("alpha_pattern", settings.NumbersByKey("alpha_pattern"), settings),
            BaseModel = settings.Text("base_model_name_or_path"),
            Source = json,
        };
        Check(config, settings);
        return config;
    }

    /// <summary>Returns the file's content: what was read, with what the settings say now.</summary>
    public static JsonObject Write(AdapterConfig config)
    {
        var json = config.Source.Count > 0 ? (JsonObject)config.Source.DeepClone() : Default();
        json["peft_type"] = Kind;
        json["r"] = config.Rank;
        json["lora_alpha"] = WholeIfPossible(config.Alpha);
        json["lora_dropout"] = CheckpointJson.Fraction(config.Dropout);
        json["use_rslora"] = config.RankStabilized;
        json["base_model_name_or_path"] = config.BaseModel;
        json["target_modules"] = config.Targets.Expression
            ?? (JsonNode)new JsonArray([.. config.Targets.Names.Select(name => (JsonNode)name)]);
        json["rank_pattern"] = new JsonObject(
            config.RankPattern.Entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        json["alpha_pattern"] = new JsonObject(
            config.AlphaPattern.Entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)WholeIfPossible(entry.Value))));
        return json;
    }

    // The settings that every version of PEFT knows.
    private static JsonObject Default() => new()
    {
        ["peft_type"] = Kind,
        ["task_type"] = "CAUSAL_LM",
        ["auto_mapping"] = null,
        ["base_model_name_or_path"] = null,
        ["revision"] = null,
        ["inference_mode"] = true,
        ["r"] = null,
        ["lora_alpha"] = null,
        ["lora_dropout"] = null,
        ["target_modules"] = null,
        ["rank_pattern"] = null,
        ["alpha_pattern"] = null,
        ["use_rslora"] = false,
        ["use_dora"] = false,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["init_lora_weights"] = true,
        ["modules_to_save"] = null,
        ["layers_to_transform"] = null,
        ["layers_pattern"] = null,
    };

    private static JsonNode WholeIfPossible(double value)
        => value == Math.Floor(value) && Math.Abs(value) < int.MaxValue ? (int)value : value;

    private static void RefuseWhatIsNotKnown(JsonObject json, CheckpointSettings settings, string path)
    {
        var unknown = json.FirstOrDefault(setting => !_known.Contains(setting.Key) && IsOn(setting.Value)).Key;
        if (unknown is null && (settings.Text("bias") ?? "none") != "none")
        {
            unknown = "bias";
        }

        // Initialisations by name, but for these, change the base model's weights as well.
        if (unknown is null && json["init_lora_weights"] is JsonValue start && start.TryGetValue<string>(out var name)
            && name is not ("gaussian" or "orthogonal"))
        {
            unknown = "init_lora_weights";
        }

        if (unknown is not null)
        {
            throw new InvalidInputException(
                $"{path}: '{unknown}' is {json[unknown]?.ToJsonString()}, which is not known here. " +
                "Merge the adapter into its model with PEFT, and take that.");
        }

        if (settings.Text("peft_type") != Kind)
        {
            throw settings.Refuse("peft_type");
        }
    }

    private static bool IsOn(JsonNode? value) => value switch
    {
        null => false,
        JsonObject { Count: 0 } or JsonArray { Count: 0 } => false,
        JsonValue text when text.TryGetValue<string>(out var letters) => letters.Length > 0,
        _ => value.GetValueKind() != JsonValueKind.False,
    };

    private static AdapterTargets ReadTargets(JsonObject json, CheckpointSettings settings)
    {
        try
        {
            return json["target_modules"] is JsonArray { Count: > 0 }
                ? AdapterTargets.Of(settings.Texts("target_modules"))
                : AdapterTargets.Matching(settings.Text("target_modules") ?? throw settings.Refuse("target_modules"));
        }
        catch (ArgumentException exception)
        {
            throw settings.Refuse("target_modules", exception);
        }
    }

    private static void Check(AdapterConfig config, CheckpointSettings settings)
    {
        if (config.Rank is < 1 or > MaximumRank)
        {
            throw settings.Refuse("r");
        }

        if (!double.IsFinite(config.Alpha))
        {
            throw settings.Refuse("lora_alpha");
        }

        if (config.Dropout is not (>= 0 and < 1))
        {
            throw settings.Refuse("lora_dropout");
        }

        if (config.RankPattern.Entries.Any(entry => entry.Value is < 1 or > MaximumRank))
        {
            throw settings.Refuse("rank_pattern");
        }

        if (config.AlphaPattern.Entries.Any(entry => !double.IsFinite(entry.Value)))
        {
            throw settings.Refuse("alpha_pattern");
        }
    }

    private static ModulePatterns<T> ReadPatterns<T>(string key, IReadOnlyDictionary<string, T> entries, CheckpointSettings settings)
        where T : struct
    {
        try
        {
            return new ModulePatterns<T>([.. entries]);
        }
        catch (ArgumentException exception)
        {
            throw settings.Refuse(key, exception);
        }
    }
}
