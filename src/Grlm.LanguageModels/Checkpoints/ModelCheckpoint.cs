namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents a causal language model on disk: a Hugging Face folder (<c>config.json</c> and <c>model.safetensors</c>, or shards and their
/// index, or one GGUF file) or a GGUF file alone. Opening it checks that every weight is there in the right shape; numbers are read when
/// they are asked for.
/// </summary>
public sealed class ModelCheckpoint : IDisposable
{
    private ModelCheckpoint(
        string folder, IReadOnlyList<string> files, LanguageModelConfig config, ITensorSource weights, IReadOnlyList<string> notices)
    {
        Folder = folder;
        WeightFiles = files;
        Config = config;
        Weights = weights;
        Notices = notices;
        var generation = Path.Combine(folder, CheckpointFiles.GenerationConfig);
        GenerationDefaults = File.Exists(generation) ? GenerationDefaults.Read(generation, config) : GenerationDefaults.Of(config);
        TokenizerFiles = [.. CheckpointFiles.TokenizerFiles.Where(name => File.Exists(Path.Combine(folder, name)))];
    }

    /// <summary>Gets the folder that it lies in.</summary>
    public string Folder { get; }

    /// <summary>Gets the files that hold its weights.</summary>
    public IReadOnlyList<string> WeightFiles { get; }

    /// <summary>Gets the architecture and sizes.</summary>
    public LanguageModelConfig Config { get; }

    /// <summary>Gets how its makers want it to generate.</summary>
    public GenerationDefaults GenerationDefaults { get; }

    /// <summary>Gets the names of the tokenizer's files in <see cref="Folder"/>; empty where there are none.</summary>
    public IReadOnlyList<string> TokenizerFiles { get; }

    /// <summary>
    /// Gets what about it is not as its configuration says, or is not read: whole sentences, for whoever uses it; usually empty.
    /// </summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary><see cref="Notices"/> for a report that leaves out what there is nothing of; null for none.</summary>
    public IReadOnlyList<string>? ReportedNotices => Notices.Count > 0 ? Notices : null;

    /// <summary>Gets the tokenizer's files, or what a GGUF file says in their stead.</summary>
    public ModelTexts Texts => ModelTexts.Of(TokenizerSource);

    /// <summary>
    /// Gets where tokenizer and chat template are loaded from: the folder, or the GGUF file that may hold what the folder lacks.
    /// </summary>
    public string TokenizerSource
        => WeightFiles is [var only] && only.EndsWith(CheckpointFiles.GgufExtension, StringComparison.OrdinalIgnoreCase) ? only : Folder;

    /// <summary>Gets its tensors.</summary>
    public ITensorSource Weights { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">A folder or a GGUF file.</param>
    /// <exception cref="MissingPrerequisiteException">There is no model.</exception>
    /// <exception cref="InvalidInputException">It is damaged, of an unknown family, or weights are missing, left over or of another
    /// shape.</exception>
    public static ModelCheckpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var files = CheckpointLayout.Find(path);
        var weights = files.OpenWeights();
        try
        {
            var config = files.ReadConfig(weights);
            WeightCheck.Run(config, weights, files.Weights);
            List<string> notices = [.. files.ListUnreadFiles().Select(file => $"{file} lies beside the model's weights and is not read.")];
            if (config.TiedHead && StoredHead.IsOwn(weights))
            {
                config = config with { TiedHead = false };
                notices.Add(
                    $"{files.Weights} holds an output head of its own ({LanguageModelTensors.Head}) where config.json says " +
                        $"that the embedding is the head " +
                    "('tie_word_embeddings'). The stored head is kept, untied.");
            }

            return new ModelCheckpoint(files.Folder, files.ListWeightFiles(), config, weights, notices);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}

/// <summary>
/// Checks the output head of a checkpoint whose configuration says that the embedding serves as the head. Stored all the same, it is either
/// the embedding once more, or a head that training has moved away from it: then the configuration is wrong, and following it would lose
/// what was trained.
/// </summary>
internal static class StoredHead
{
    private const int ChunkLength = 1 << 16; // whole blocks, and few enough to stop soon at a difference

    /// <summary>Tells whether a head is stored that differs from the embedding in any number.</summary>
    /// <param name="weights">The tensors, whose names and shapes have been checked.</param>
    public static bool IsOwn(ITensorSource weights)
    {
        if (!weights.Tensors.TryGetValue(LanguageModelTensors.Head, out var head))
        {
            return false;
        }

        var (stored, embedding) = (new float[ChunkLength], new float[ChunkLength]);
        for (var first = 0L; first < head.Count; first += ChunkLength)
        {
            var length = (int)Math.Min(ChunkLength, head.Count - first);
            weights.Read(LanguageModelTensors.Head, first, stored.AsSpan(0, length));
            weights.Read(LanguageModelTensors.Embedding, first, embedding.AsSpan(0, length));
            if (!stored.AsSpan(0, length).SequenceEqual(embedding.AsSpan(0, length)))
            {
                return true;
            }
        }

        return false;
    }
}
