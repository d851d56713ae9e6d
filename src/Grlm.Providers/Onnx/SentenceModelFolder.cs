using System.Text.Json;

namespace Grlm.Providers;

/// <summary>Holds what the files of a sentence-transformer folder say about its model. Immutable.</summary>
internal sealed record SentenceModelFolder
{
    private const int DefaultLength = 512;

    private static readonly string[] _settings = ["modules.json", "sentence_bert_config.json", "tokenizer_config.json", "config.json"];

    private SentenceModelFolder(string path) => Path = path;

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Gets the network.</summary>
    public required string Network { get; init; }

    /// <summary>Gets the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Gets how the vectors of the tokens become one.</summary>
    public required Pooling Pooling { get; init; }

    /// <summary>Tells whether a vector is brought to length one.</summary>
    public required bool Normalizes { get; init; }

    /// <summary>Tokens of a text that are read, the special ones included.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Gets all files that a vector depends on.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Reads the folder's settings.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such folder, or a file of the model is missing.</exception>
    /// <exception cref="InvalidInputException">A file is not what it should be, or asks for what is not supported.</exception>
    public static SentenceModelFolder Read(string path)
    {
        var network = Find(path, "model.onnx", "onnx/model.onnx");
        var modules = ReadModules(path);
        string?[] files =
        [
            network,
            Optional(path, System.IO.Path.GetRelativePath(path, network) + "_data"),
            Find(path, "tokenizer.json"),
            .. _settings.Select(name => Optional(path, name)),
            modules.PoolingFile,
        ];
        return new SentenceModelFolder(path)
        {
            Network = network,
            Tokenizer = Find(path, "tokenizer.json"),
            Pooling = modules.PoolingFile is null ? Pooling.Mean : ReadPooling(modules.PoolingFile),
            Normalizes = modules.Normalizes,
            MaximumLength = ReadMaximumLength(path),
            Files = [.. files.OfType<string>()],
        };
    }

    private static (string? PoolingFile, bool Normalizes) ReadModules(string path)
    {
        if (Optional(path, "modules.json") is not { } file)
        {
            return (Optional(path, "1_Pooling/config.json"), false);
        }

        (string? pooling, var normalizes) = (null, false);
        using var document = ModelJson.Read(file);
        foreach (var module in document.RootElement.EnumerateArray())
        {
            var type = module.GetProperty("type").GetString() ?? "";
            switch (type[(type.LastIndexOf('.') + 1)..])
            {
                case "Transformer":
                    break;
                case "Pooling":
                    pooling = Find(path, System.IO.Path.Combine(module.GetProperty("path").GetString() ?? "", "config.json"));
                    break;
                case "Normalize":
                    normalizes = true;
                    break;
                default:
                    throw new InvalidInputException(
                        $"{file}: module '{type}' is not supported: Transformer, Pooling and Normalize are. Choose another model.");
            }
        }

        return (pooling, normalizes);
    }

    private static Pooling ReadPooling(string file)
    {
        using var document = ModelJson.Read(file);
        string[] modes =
        [
            .. document.RootElement.EnumerateObject()
                .Where(
                    property => property.Name.StartsWith("pooling_mode_", StringComparison.Ordinal)
                        && property.Value.ValueKind == JsonValueKind.True)
                .Select(property => property.Name["pooling_mode_".Length..]),
        ];
        return modes switch
        {
            ["mean_tokens"] => Pooling.Mean,
            ["cls_token"] => Pooling.FirstToken,
            ["lasttoken"] => Pooling.LastToken,
            ["max_tokens"] => Pooling.Maximum,
            _ => throw new InvalidInputException(
                $"{file}: pooling by '{string.Join(", ", modes)}' is not supported: one of mean, cls, last token and max is. " +
                    $"Choose another model."),
        };
    }

    private static int ReadMaximumLength(string path)
    {
        (string File, string Key)[] places =
            [("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length"),
                ("config.json", "max_position_embeddings")];
        foreach (var (name, key) in places)
        {
            if (Optional(path, name) is { } file)
            {
                using var document = ModelJson.Read(file);

                // Tokenizers without a limit have a number here that is far beyond any.
                if (document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number
                    && value.TryGetInt32(out var length))
                {
                    return length;
                }
            }
        }

        return DefaultLength;
    }

    private static string Find(string path, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Optional(path, name) is { } file)
            {
                return file;
            }
        }

        throw new MissingPrerequisiteException(
            $"{path}: there is no {names[0]}. Name the folder of a sentence-transformer model in ONNX form (option 'modelFolder').");
    }

    private static string? Optional(string path, string name)
        => System.IO.Path.Combine(path, name) is var file && File.Exists(file) ? file : null;
}

/// <summary>Says how the vectors of a text's tokens become one.</summary>
internal enum Pooling
{
    /// <summary>Takes the mean.</summary>
    Mean,

    /// <summary>Takes the vector of the first token.</summary>
    FirstToken,

    /// <summary>Takes the vector of the last token.</summary>
    LastToken,

    /// <summary>Largest number in each place.</summary>
    Maximum,
}

/// <summary>JSON files of a model.</summary>
internal static class ModelJson
{
    /// <summary>Reads a file; the caller disposes it.</summary>
    /// <exception cref="InvalidInputException">It is not JSON.</exception>
    public static JsonDocument Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException error)
        {
            throw Unsound(file, error.Message, error);
        }
    }

    /// <summary>Returns what to throw where a file is not what it should be.</summary>
    public static InvalidInputException Unsound(string file, string problem, Exception? cause = null)
        => new($"{file} is not what it should be: {problem.TrimEnd('.')}. Fetch the model again.", cause);
}
