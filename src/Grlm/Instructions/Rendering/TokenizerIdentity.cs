using System.Text.Json;

namespace Grlm;

/// <summary>Holds what tells tokenizers and chat templates apart.</summary>
/// <param name="Tokenizer">SHA-256 of <c>tokenizer.json</c>, lower-case hexadecimal.</param>
/// <param name="Template">SHA-256 of the chat template's text; null where the model has none.</param>
public sealed record TokenizerIdentity(string Tokenizer, string? Template)
{
    private const string TokenizerFile = "tokenizer.json", ConfigFile = "tokenizer_config.json", TemplateFile = "chat_template.jinja";
    private const string GgufFiles = "*.gguf";

    /// <summary>Returns the files of a model that decide what its tokens are.</summary>
    /// <param name="model">
    /// The model's folder, or its GGUF file, which counts where there is no <c>tokenizer.json</c> beside it.
    /// </param>
    /// <exception cref="MissingPrerequisiteException">There is no tokenizer.</exception>
    internal static IReadOnlyList<string> FilesOf(string model)
    {
        var folder = FolderOf(model);
        var tokenizer = Path.Combine(folder, TokenizerFile);
        string[] tokenizers = File.Exists(tokenizer) ? [tokenizer]
            : File.Exists(model) ? [model]
            : Directory.Exists(folder) ? Directory.GetFiles(folder, GgufFiles) : [];
        return tokenizers is [var only]
            ? [only, .. new[] { ConfigFile, TemplateFile }.Select(name => Path.Combine(folder, name)).Where(File.Exists)]
            : throw new MissingPrerequisiteException(
                $"There is no {TokenizerFile} in '{model}', and no single GGUF file. Name the folder of a model.");
    }

    /// <summary>Returns the identity of a model's tokenizer and template.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MissingPrerequisiteException">There is no <c>tokenizer.json</c>.</exception>
    /// <exception cref="InvalidInputException">A file is damaged.</exception>
    public static async Task<TokenizerIdentity> OfAsync(string folder, CancellationToken cancellationToken)
    {
        var tokenizer = FilesOf(folder)[0];
        var template = TemplateOf(folder);
        return new(await Hashing.OfFileAsync(tokenizer, onRead: null, cancellationToken),
            template is null ? null : Hashing.OfText(template));
    }

    private static string FolderOf(string model) => File.Exists(model) ? Path.GetDirectoryName(Path.GetFullPath(model))! : model;

    private static string? TemplateOf(string folder)
    {
        var (template, config) = (Path.Combine(folder, TemplateFile), Path.Combine(folder, ConfigFile));
        if (File.Exists(template) || !File.Exists(config))
        {
            return File.Exists(template) ? File.ReadAllText(template) : null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return document.RootElement.TryGetProperty("chat_template", out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException($"{config}: it is damaged ({error.Message}). Fetch the model again.", error);
        }
    }
}
