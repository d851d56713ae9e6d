using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>Holds what there is to know about a checkpoint without reading its numbers.</summary>
public sealed record ModelInformation
{
    /// <summary>Holds the rank that <see cref="ToTuneAdapter"/> is reckoned with.</summary>
    public const int AdapterRank = 16;

    /// <summary>Holds the tokens of the sequence that <see cref="ToRun"/>, and of the step that tuning is reckoned with.</summary>
    public const int Tokens = 2048;

    /// <summary>Gets the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets what <c>architectures</c> calls it: <c>Qwen3ForCausalLM</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Gets the family: <c>llama</c>, <c>qwen2</c> or <c>qwen3</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Gets how many numbers the network has; a tied head counts once.</summary>
    public required long Parameters { get; init; }

    /// <summary>Gets how many of them the token embedding has.</summary>
    public required long EmbeddingParameters { get; init; }

    /// <summary>Gets how many numbers are stored in which type.</summary>
    public required IReadOnlyDictionary<string, long> StoredTypes { get; init; }

    /// <summary>Tells whether some are stored in blocks of fewer bits.</summary>
    public bool IsQuantized
        => StoredTypes.Keys.Any(type => Enum.Parse<StoredType>(type) is not (StoredType.F32 or StoredType.F16 or StoredType.BF16));

    /// <summary>Gets the files that hold the weights.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Gets the their bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the number of decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Gets the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Gets the number of query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Gets the number of key-value heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Gets the number of rows of the embedding.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tells whether the embedding also serves as the output head.</summary>
    public required bool TiedHead { get; init; }

    /// <summary>Gets the longest sequence that it is made for, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Gets how its rotary embedding is stretched.</summary>
    public required RotaryKind Rotary { get; init; }

    /// <summary>Tells whether a tokenizer is there: <c>tokenizer.json</c>, or what a GGUF file holds.</summary>
    public required bool HasTokenizer { get; init; }

    /// <summary>Tells whether a chat template is there.</summary>
    public required bool HasChatTemplate { get; init; }

    /// <summary>Gets the memory to generate with one sequence of <see cref="Tokens"/>, in float32.</summary>
    public required MemoryEstimate ToRun { get; init; }

    /// <summary>Gets the same in bfloat16.</summary>
    public required MemoryEstimate ToRunInBFloat16 { get; init; }

    /// <summary>Gets the memory to tune all parameters, <see cref="Tokens"/> at once.</summary>
    public required MemoryEstimate ToTune { get; init; }

    /// <summary>Gets the memory to tune a LoRA adapter of rank <see cref="AdapterRank"/>, in the same way.</summary>
    public required MemoryEstimate ToTuneAdapter { get; init; }

    /// <summary>Gets the memory of this machine.</summary>
    public required AvailableMemory Machine { get; init; }

    /// <summary>Gets what about it is not as its configuration says, or is not read: whole sentences, usually none.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads a checkpoint's headers.</summary>
    /// <param name="path">A folder or a GGUF file.</param>
    /// <exception cref="MissingPrerequisiteException">There is no model.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or of a family that is not known here.</exception>
    public static ModelInformation Read(string path)
    {
        using var checkpoint = ModelCheckpoint.Open(path);
        var config = checkpoint.Config;
        return new ModelInformation
        {
            Folder = checkpoint.Folder,
            Architecture = LanguageModelFamilies.ArchitectureOf(config.ModelType),
            Family = config.ModelType,
            Parameters = LanguageModelTensors.CountParameters(config),
            EmbeddingParameters = (long)config.VocabularySize * config.HiddenSize,
            StoredTypes = checkpoint.Weights.Tensors.Values.GroupBy(tensor => tensor.Type)
                .ToDictionary(group => group.Key.ToString(), group => group.Sum(tensor => tensor.Count)),
            Files = [.. checkpoint.WeightFiles.Select(file => Path.GetFileName(file))],
            Bytes = checkpoint.WeightFiles.Sum(CheckpointFiles.LengthOf),
            Layers = config.LayerCount,
            HiddenSize = config.HiddenSize,
            Heads = config.HeadCount,
            KeyValueHeads = config.KeyValueHeadCount,
            Vocabulary = config.VocabularySize,
            TiedHead = config.TiedHead,
            ContextLength = config.MaximumPositions,
            Rotary = config.Rotary.Kind,
            HasTokenizer = checkpoint.Texts.HasTokenizer,
            HasChatTemplate = HasTemplate(checkpoint),
            ToRun = MemoryEstimate.ToRun(config, StoredType.F32, Tokens, sequences: 1),
            ToRunInBFloat16 = MemoryEstimate.ToRun(config, StoredType.BF16, Tokens, sequences: 1),
            ToTune = MemoryEstimate.ToTune(config, Tokens, checkpointing: false),
            ToTuneAdapter = MemoryEstimate.ToTuneAdapter(config, StoredType.F32, AdapterRank, Tokens, checkpointing: false),
            Machine = AvailableMemory.Read(),
            Notices = checkpoint.Notices,
        };
    }

    private static bool HasTemplate(ModelCheckpoint checkpoint)
        => checkpoint.TokenizerFiles.Any(CheckpointFiles.IsTemplate) || checkpoint.Texts.HasTemplateInside
            || (checkpoint.TokenizerFiles.Contains(CheckpointFiles.TokenizerConfig)
                && CheckpointJson.ReadObject(Path.Combine(checkpoint.Folder, CheckpointFiles.TokenizerConfig))["chat_template"] is JsonValue
                    or JsonArray);
}
