namespace Grlm.LanguageModels.Internal;

/// <summary>Names of the files of a Hugging Face checkpoint, and how files that another file names are found.</summary>
public static class CheckpointFiles
{
    /// <summary>Names the file of the architecture and sizes.</summary>
    public const string Config = "config.json";

    /// <summary>Names the file of what its makers recommend for generating.</summary>
    public const string GenerationConfig = "generation_config.json";

    /// <summary>Names the file of the weights, where they are one file.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>Names the file of the list of weights in several files.</summary>
    public const string Index = "model.safetensors.index.json";

    /// <summary>Names the file of an adapter's settings.</summary>
    public const string AdapterConfig = "adapter_config.json";

    /// <summary>Names the file of an adapter's weights.</summary>
    public const string AdapterWeights = "adapter_model.safetensors";

    /// <summary>Names the extension of weights in safetensors.</summary>
    public const string SafetensorsExtension = ".safetensors";

    /// <summary>Names the extension of a model in GGUF.</summary>
    public const string GgufExtension = ".gguf";

    /// <summary>Names the file of the tokenizer.</summary>
    public const string Tokenizer = "tokenizer.json";

    /// <summary>Names the file of the tokenizer's settings.</summary>
    public const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>Holds how the names of the same weights in their makers' own layout begin.</summary>
    public const string OtherFormat = "consolidated";

    /// <summary>Names the file of the chat template.</summary>
    public const string Template = TemplateName + ".jinja";

    private const string TemplateName = "chat_template";

    /// <summary>Holds what to do about a checkpoint that cannot be used.</summary>
    public const string Remedy = "Download or convert the checkpoint again.";

    private const long MaximumLength = 100_000_000;

    /// <summary>Gets the files of a tokenizer that travel with a model.</summary>
    public static IReadOnlyList<string> TokenizerFiles { get; } =
    [
        Tokenizer, TokenizerConfig, "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model",
        Template, TemplateName + ".json",
    ];

    /// <summary>Tells whether a file of the tokenizer is nothing but its chat template.</summary>
    public static bool IsTemplate(string name) => Path.GetFileNameWithoutExtension(name) == TemplateName;

    /// <summary>Returns the name of a shard, as transformers numbers them from one.</summary>
    public static string Shard(int number, int count) => $"model-{number:D5}-of-{count:D5}.safetensors";

    /// <summary>Reads a file that is no weights.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It cannot be read, is empty, or is too long to be what it should be.</exception>
    public static byte[] ReadSmall(string path)
    {
        using var file = MappedFile.Open(path, Remedy);
        return file.Length <= MaximumLength
            ? file.Slice(0, (int)file.Length).ToArray()
            : throw new InvalidInputException(
                $"{path} has {file.Length:N0} bytes, and {MaximumLength:N0} are the most that are read. {Remedy}");
    }

    /// <summary>Bytes of a file, or of the one that a link leads to; 0 for what is no file of bytes, such as a pipe.</summary>
    public static long LengthOf(string path)
        => new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Length;

    /// <summary>
    /// Returns where a file lies that another file of the folder names: in the folder itself, or behind a link within the hub's cache.
    /// </summary>
    /// <exception cref="InvalidInputException">The name leads, or a link of that name leads, somewhere else or in a circle.</exception>
    public static string Resolve(string folder, string name)
    {
        if (name is "" or "." or ".." || name.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
        {
            throw new InvalidInputException($"{folder}: '{name}' is no name of a file in this folder. {Remedy}");
        }

        var path = Path.Combine(folder, name);
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
            return target is null || IsWithin(target, folder) || IsBlob(target, folder)
                ? path
                : throw new InvalidInputException(
                    $"{path} is a link to {target}, outside the checkpoint. Put the file itself there, or open its folder.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path} cannot be read: {exception.Message} {Remedy}", exception);
        }
    }

    private static bool IsWithin(string path, string folder)
        => path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    /// <summary>
    /// Returns the hub's cache keeps <c>snapshots/REVISION/NAME</c> as a link to <c>blobs/HASH</c> beside <c>snapshots</c>.
    /// </summary>
    private static bool IsBlob(string path, string folder)
    {
        var snapshots = Directory.GetParent(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return snapshots is { Name: "snapshots", Parent: { } repository } && IsWithin(path, Path.Combine(repository.FullName, "blobs"));
    }
}
