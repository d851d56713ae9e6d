using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Finds the tokenizer's files of a model: those in its folder, and for those that are not there what its GGUF file says in their stead.
/// One place decides which count, for reading, for saving and for telling tokenizers apart.
/// </summary>
public sealed class ModelTexts
{
    private readonly string _tokenizer;
    private readonly string? _gguf;
    private readonly Lazy<GgufTokenizer?> _inside;

    private ModelTexts(string folder, string tokenizer, string? gguf)
    {
        (Folder, _tokenizer, _gguf) = (folder, tokenizer, gguf);
        _inside = new Lazy<GgufTokenizer?>(() => gguf is null ? null : Inside(gguf));
    }

    /// <summary>Gets the folder.</summary>
    public string Folder { get; }

    /// <summary>Gets the file that says what the tokenizer is, for messages.</summary>
    public string TokenizerPath => File.Exists(_tokenizer) || !HasTokenizer ? _tokenizer : _gguf!;

    /// <summary>Gets the file that says which special token is which, for messages.</summary>
    public string ConfigPath => IsInside(Config) ? _gguf! : Config;

    /// <summary>Tells whether there is a tokenizer.</summary>
    public bool HasTokenizer => File.Exists(_tokenizer) || _inside.Value is not null;

    /// <summary>Tells whether a GGUF file stands in for a file that is not there, and has a chat template.</summary>
    public bool HasTemplateInside => IsInside(Config) && _inside.Value!.HasTemplate;

    private string Config => Path.Combine(Folder, CheckpointFiles.TokenizerConfig);

    /// <summary>Finds them.</summary>
    /// <param name="path">A model's folder, a <c>tokenizer.json</c>, or a GGUF file.</param>
    public static ModelTexts Of(string path)
    {
        if (Directory.Exists(path))
        {
            return new ModelTexts(path, Path.Combine(path, CheckpointFiles.Tokenizer), OnlyGguf(path));
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return path.EndsWith(CheckpointFiles.GgufExtension, StringComparison.OrdinalIgnoreCase)
            ? new ModelTexts(folder, Path.Combine(folder, CheckpointFiles.Tokenizer), path)
            : new ModelTexts(folder, path, gguf: null);
    }

    /// <summary>Returns the content of <c>tokenizer.json</c>.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no tokenizer.</exception>
    /// <exception cref="InvalidInputException">It cannot be read, or is of a kind that is not known here.</exception>
    public byte[] ReadTokenizer() => IsInside(_tokenizer) ? _inside.Value!.ToTokenizerJson() : ModelTextFile.Read(_tokenizer);

    /// <summary>Returns the content of <c>tokenizer_config.json</c>; null where there is none.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public byte[]? ReadConfig()
        => IsInside(Config) ? _inside.Value!.ToConfigJson() : File.Exists(Config) ? ModelTextFile.Read(Config) : null;

    /// <summary>Puts a copy of all of them into another folder.</summary>
    public void CopyTo(string destination)
    {
        foreach (var name in CheckpointFiles.TokenizerFiles)
        {
            // Its bytes, not the file: a copy would be as read-only as the original.
            var file = Path.Combine(Folder, name);
            if (File.Exists(file) && CheckpointFiles.LengthOf(file) > 0)
            {
                AtomicFile.WriteAllBytes(Path.Combine(destination, name), CheckpointFiles.ReadSmall(file));
            }
        }

        if (IsInside(_tokenizer))
        {
            AtomicFile.WriteAllBytes(Path.Combine(destination, CheckpointFiles.Tokenizer), ReadTokenizer());
        }

        if (IsInside(Config))
        {
            AtomicFile.WriteAllBytes(Path.Combine(destination, CheckpointFiles.TokenizerConfig), ReadConfig()!);
        }
    }

    /// <summary>
    /// Returns what tells the tokenizer and the chat template from others: the same before and after <see cref="CopyTo"/>.
    /// </summary>
    public async Task<TokenizerIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        if (!IsInside(_tokenizer))
        {
            return await TokenizerIdentity.OfAsync(Folder, cancellationToken);
        }

        var jinja = Path.Combine(Folder, CheckpointFiles.Template);
        var template = File.Exists(jinja) ? Encoding.UTF8.GetString(ModelTextFile.Read(jinja)) : TokenizerConfig.Load(this).ChatTemplate;
        return new TokenizerIdentity(Convert.ToHexStringLower(SHA256.HashData(ReadTokenizer())),
            template is null ? null : Hashing.OfText(template));
    }

    private bool IsInside(string file) => !File.Exists(file) && _inside.Value is not null;

    // As a checkpoint is found: a GGUF file counts where it is the only one, and there are no other weights.
    private static string? OnlyGguf(string folder)
        => Directory.EnumerateFiles(folder, "*" + CheckpointFiles.SafetensorsExtension).Any() ? null
            : Directory.GetFiles(folder, "*" + CheckpointFiles.GgufExtension) is [var only] ? only : null;

    private static GgufTokenizer? Inside(string path)
    {
        using var file = GgufFile.Open(path);
        var tokenizer = new GgufTokenizer(file.Metadata, path);
        return tokenizer.IsThere ? tokenizer : null;
    }
}

/// <summary>Reads the text files beside a model's weights, which may come from anywhere: bounded, and every failure named.</summary>
internal static class ModelTextFile
{
    /// <summary>Ten times the largest known <c>tokenizer.json</c>.</summary>
    private const int LargestFile = 256 << 20;

    /// <exception cref="MissingPrerequisiteException">The file isn't there.</exception>
    /// <exception cref="InvalidInputException">The file cannot be read or is larger than any such file.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var content = new MemoryStream();
            var buffer = new byte[1 << 20];
            for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                content.Write(buffer, 0, count);
                if (content.Length > LargestFile)
                {
                    throw new InvalidInputException(
                        $"{file} is larger than {LargestFile >> 20} MB, which no such file is. Fetch it again.");
                }
            }

            return content.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MissingPrerequisiteException($"{file} is not there; a model's folder needs it beside the weights.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Tells how System.Text.Json reports what isn't JSON, isn't the value expected, or isn't there.</summary>
    public static bool IsMalformedJson(Exception exception)
        => exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException;
}
