using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>Vectors by a sentence-transformer model in ONNX form, with its own tokenizer and pooling, in this process.</summary>
public sealed class OnnxProvider : IEmbeddingProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options) => FolderOf(options).Files;

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">A file of the model is damaged or asks for what is not supported.</exception>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        IEmbeddingGenerator<string, Embedding<float>> encoder = new SentenceEncoder(FolderOf(options), options.Threads);
        return Task.FromResult(encoder);
    }

    private static SentenceModelFolder FolderOf(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { ModelFolder: { } folder, Model: null, Endpoint: null }
            ? SentenceModelFolder.Read(folder)
            : throw new InvalidOptionsException(
                "The provider 'onnx' needs the folder of a model (option 'modelFolder'), and takes neither option 'model' " +
                    "nor option 'endpoint'.");
    }
}
