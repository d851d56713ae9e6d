using Microsoft.Extensions.AI;
using OllamaSharp;

namespace Grlm.Providers;

/// <summary>Vectors from an Ollama server.</summary>
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
        IEmbeddingGenerator<string, Embedding<float>> client =
            new OllamaApiClient(ServerOptions.AddressOf(options.Endpoint, ServerOptions.Ollama), ServerOptions.ModelOf(options));
        return Task.FromResult(client);
    }
}
