using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>
/// Vectors from any server with an OpenAI-compatible <c>/v1/embeddings</c>. It is asked again after errors of its own and where it tells to
/// wait (<c>Retry-After</c>), three times.
/// </summary>
public sealed class OpenAIProvider : IEmbeddingProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = ServerOptions.ModelOf(options);
        _ = ServerOptions.AddressOf(options.Endpoint, ServerOptions.OpenAI);
        return [];
    }

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">There is no key, and the server is the usual one, which takes nobody
    /// without.</exception>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.FromResult<IEmbeddingGenerator<string, Embedding<float>>>(new ServerEmbeddings(
            ServerOptions.ConnectToOpenAI(options.Endpoint, options.KeyVariable), ServerProtocol.OpenAI, options, TimeProvider.System));
    }
}
