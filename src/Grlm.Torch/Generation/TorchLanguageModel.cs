using System.Security.Cryptography;
using System.Text;

namespace Grlm.Torch;

/// <summary>Language models in this process, for making terms. Answers are held to the form of a term ID while they are written.</summary>
public sealed class TorchLanguageModel : ILanguageModelSource
{
    private const int IdentityDigits = 12;

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(TermsOptions options) => CheckpointLayout.Find(PathOf(options)).ListFiles();

    /// <inheritdoc/>
    public LanguageModelConnection Open(TermsOptions options)
    {
        var path = PathOf(options);
        var model = LanguageModel.Load(path, new LanguageModelOptions { Device = options.Device, Threads = options.Threads });
        try
        {
            return new LanguageModelConnection(new TorchChatClient(model, new TextGenerationOptions(), ownsModel: true),
                IdentityOf(path, FilesOf(options)))
            {
                MaximumConcurrency = 1,
                CanHang = false,
                Thinks = false,
                Properties = new Dictionary<string, object?>(StringComparer.Ordinal) { [TorchChatProperties.EnableThinking] = false },
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static string PathOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return !string.IsNullOrWhiteSpace(options.Model)
            ? ModelReference.Resolve(options.Model)
            : throw new InvalidOptionsException(
                "The provider 'torch' needs option 'model': a folder, a GGUF file, or a model of a hub that has been pulled.");
    }

    /// <summary>Identifies a model by name and content: one that is tuned further in its place gives other answers.</summary>
    private static string IdentityOf(string path, IEnumerable<string> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var content = File.OpenRead(file);
            all.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            all.AppendData(SHA256.HashData(content));
        }

        var digits = Convert.ToHexStringLower(all.GetHashAndReset())[..IdentityDigits];
        return $"torch:{Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path))}@{digits}";
    }
}
