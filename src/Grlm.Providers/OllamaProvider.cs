using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>Vectors from an Ollama server, which is asked again as <see cref="OpenAIProvider"/> asks.</summary>
public sealed class OllamaProvider : IEmbeddingProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = ServerOptions.ModelOf(options);
        _ = ServerOptions.AddressOf(options.Endpoint, ServerOptions.Ollama);
        return [];
    }

    /// <inheritdoc/>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.FromResult<IEmbeddingGenerator<string, Embedding<float>>>(
            new ServerEmbeddings(ServerOptions.ConnectToOllama(options.Endpoint), ServerProtocol.Ollama, options, TimeProvider.System));
    }
}
