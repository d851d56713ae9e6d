using Microsoft.Extensions.AI;

namespace Grlm.Torch;

/// <summary>Text vectors by a causal language model in this process: the last token's, as Qwen3-Embedding and its like want it.</summary>
public sealed class TorchEmbeddingProvider : IEmbeddingProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options) => CheckpointLayout.Find(PathOf(options)).ListFiles();

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The checkpoint is damaged or not supported.</exception>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        var path = PathOf(options);
        IEmbeddingGenerator<string, Embedding<float>> encoder =
            new LastTokenEncoder(LanguageModel.Load(path, new LanguageModelOptions { Device = options.Device, Threads = options.Threads }));
        return Task.FromResult(encoder);
    }

    private static string PathOf(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { Model: { } model, ModelFolder: null, Endpoint: null } && !string.IsNullOrWhiteSpace(model)
            ? ModelReference.Resolve(model)
            : throw new InvalidOptionsException(
                "The provider 'torch' needs option 'model': a folder, a GGUF file, or a model of a hub that has been pulled. " +
                    "It takes neither option 'modelFolder' nor option 'endpoint'.");
    }
}
