using System.Text.Json.Nodes;

namespace Grlm.LanguageModels.Internal;

/// <summary>Says which files make a checkpoint.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Weights">The file of weights, or the index of shards.</param>
public sealed record CheckpointLayout(string Folder, string Weights)
{
    private bool IsGguf => Weights.EndsWith(CheckpointFiles.GgufExtension, StringComparison.OrdinalIgnoreCase);

    private bool IsSharded => Weights.EndsWith(CheckpointFiles.Index, StringComparison.Ordinal);

    private string ConfigPath => Path.Combine(Folder, CheckpointFiles.Config);

    /// <summary>Finds the files of a checkpoint.</summary>
    /// <param name="path">A folder or a GGUF file.</param>
    /// <exception cref="MissingPrerequisiteException">There is nothing.</exception>
    /// <exception cref="InvalidInputException">There is something else, or more than one.</exception>
    public static CheckpointLayout Find(string path)
    {
        var full = Path.GetFullPath(path);
        new CheckpointFolder(full).Recover();
        if (Directory.Exists(full))
        {
            return new CheckpointLayout(full, FindWeights(full));
        }

        if (!IsThere(full))
        {
            throw new MissingPrerequisiteException($"There is no model at {path}. Pull model 'REPO' from a hub.");
        }

        var layout = new CheckpointLayout(Path.GetDirectoryName(full)!, full);
        return layout.IsGguf
            ? layout
            : throw new InvalidInputException(
                $"{path} is neither a folder in Hugging Face layout nor a GGUF file. Name the folder that it is in.");
    }

    /// <summary>Opens the weights.</summary>
    public ITensorSource OpenWeights() => this switch
    {
        { IsGguf: true } => GgufFile.Open(Weights),
        { IsSharded: true } => ShardedSafetensors.Open(Weights),
        _ => SafetensorsReader.Open(Weights, CheckpointFiles.Remedy),
    };

    /// <summary>Reads <c>config.json</c>, which a GGUF file may do without.</summary>
    public LanguageModelConfig ReadConfig(ITensorSource weights) => weights is GgufFile gguf && !IsThere(ConfigPath)
        ? LanguageModelConfig.Parse(GgufConfig.Create(gguf, Weights).ToJsonString(), Weights)
        : LanguageModelConfig.Parse(CheckpointJson.ReadText(ConfigPath), ConfigPath);

    /// <summary>Returns the files that hold the weights.</summary>
    public IReadOnlyList<string> ListWeightFiles() => IsSharded
        ? [.. ShardIndex.Read(Weights).Values.Distinct().Order(StringComparer.Ordinal)
            .Select(name => CheckpointFiles.Resolve(Folder, name))]
        : [Weights];

    /// <summary>
    /// Files in the folder that look like weights of this model or changes to it, and are not among <see cref="ListWeightFiles"/>: shards
    /// that the index does not name, shards beside a whole file, an adapter. The same weights in another format are none.
    /// </summary>
    public IReadOnlyList<string> ListUnreadFiles() => IsGguf
        ? []
        : [.. Directory.EnumerateFiles(Folder, "*" + CheckpointFiles.SafetensorsExtension)
            .Where(file => !Path.GetFileName(file).StartsWith(CheckpointFiles.OtherFormat, StringComparison.Ordinal))
            .Except(ListWeightFiles(), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Returns all files that what the model says depends on: weights, configuration and tokenizer.</summary>
    public IReadOnlyList<string> ListFiles() =>
    [
        .. ListWeightFiles(),
        .. CheckpointFiles.TokenizerFiles.Append(CheckpointFiles.Config).Select(name => Path.Combine(Folder, name)).Where(File.Exists),
    ];

    private static string FindWeights(string folder)
    {
        foreach (var name in (string[])[CheckpointFiles.Weights, CheckpointFiles.Index])
        {
            if (IsThere(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        return Directory.GetFiles(folder, "*" + CheckpointFiles.GgufExtension) switch
        {
            [var only] => only,
            [] => throw new MissingPrerequisiteException(
                $"{folder} holds no weights: neither {CheckpointFiles.Weights}, nor an index of shards, nor a GGUF file. " +
                "Pull model 'REPO' from a hub."),
            var several => throw new InvalidInputException($"{folder} holds {several.Length} GGUF files. Name the one that is meant."),
        };
    }

    // A link that leads nowhere, or in a circle, is there too: opening it tells what is wrong.
    private static bool IsThere(string file) => File.Exists(file) || new FileInfo(file).LinkTarget is not null;
}

/// <summary>
/// Writes <c>config.json</c> such that transformers 4 and 5 and vLLM read it: old and new names of the same settings stand side by side.
/// </summary>
public static class HuggingFaceConfig
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
