using System.IO.Enumeration;

namespace Grlm.LanguageModels;

/// <summary>Which files of a repository are had.</summary>
/// <param name="options">Patterns instead of the usual files, and patterns to leave out.</param>
internal sealed class FileSelection(PullOptions options)
{
    private const string Weights = "*.safetensors", Quantized = "*.gguf";

    private static readonly IReadOnlyList<string> Usual =
    [
        "config.json", "generation_config.json", "adapter_config.json", "tokenizer*", "vocab*", "merges*", "chat_template*",
        "special_tokens_map.json", "added_tokens.json", Weights, "*.safetensors.index.json",
    ];

    // Formats that can run code when they are read, or that hold the same weights again.
    private static readonly IReadOnlyList<string> OtherWeights = [Quantized, "*.bin", "*.pth", "*.pt", "*.onnx", "*.h5", "*.msgpack"];

    /// <summary>The files to have, in the order of their names.</summary>
    /// <param name="files">Paths of the repository.</param>
    /// <param name="repository">Its name, for messages.</param>
    /// <exception cref="InvalidOptionsException">The patterns leave nothing.</exception>
    /// <exception cref="InvalidInputException">There are no patterns, and the repository has no weights of the usual kind.</exception>
    public IReadOnlyList<string> Of(IReadOnlyCollection<string> files, string repository)
    {
        var usualWeights = options.Include.Count > 0 || files.Any(file => IsUsual(file) && Matches([Weights], file));
        string[] quantized = usualWeights ? [] : [.. files.Where(file => Matches([Quantized], file) && !file.Contains('/', StringComparison.Ordinal) && !Matches(options.Exclude, file))];
        if (!usualWeights && quantized.Length != 1)
        {
            throw new InvalidInputException(WithoutWeights(files, repository));
        }

        // A GGUF file holds everything that a model needs: where it is the only form of the weights and there is one, nothing is to be chosen.
        IReadOnlyList<string> selected =
            [.. files.Where(IsWanted).Where(file => !Matches(options.Exclude, file)).Concat(quantized).Order(StringComparer.Ordinal)];

        return selected.Count > 0 ? selected : throw new InvalidOptionsException(
            $"The patterns of option 'include' and option 'exclude' leave none of the {files.Count} files of {repository}, such as '{files.FirstOrDefault()}'.");
    }

    private static bool Matches(IEnumerable<string> patterns, string file)
        => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file, ignoreCase: false));

    private static string WithoutWeights(IReadOnlyCollection<string> files, string repository)
    {
        string[] others = [.. files.Where(file => Matches(OtherWeights, file)).Order(StringComparer.Ordinal)];
        string[] quantized = [.. others.Where(file => Matches([Quantized], file))];
        return (quantized, others) switch
        {
            ({ Length: > 0 }, _) => $"{repository} has no safetensors but GGUF files: {string.Join(", ", quantized)}. Choose with option 'include', for example '{quantized[0]}'.",
            (_, { Length: > 0 }) => $"{repository} has its weights in no form that is read here ({string.Join(", ", others)}). Look for a revision or a copy of it with safetensors.",
            _ => $"{repository} has no weights at all. Is it the model that you mean? A pattern of option 'include' downloads its files all the same.",
        };
    }

    // Mistral's own layout holds the weights of model*.safetensors once more.
    private static bool IsUsual(string file)
        => !file.Contains('/', StringComparison.Ordinal) && Matches(Usual, file) && !file.StartsWith("consolidated", StringComparison.Ordinal);

    private bool IsWanted(string file) => options.Include.Count > 0 ? Matches(options.Include, file) : IsUsual(file);
}
