using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Grlm.Providers;

/// <summary>
/// Vectors from any server with an OpenAI-compatible <c>/v1/embeddings</c>. Its client asks again after errors of the server and where it is told to
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
    /// <exception cref="MissingPrerequisiteException">There is no key, and the server is the usual one, which takes nobody without.</exception>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new OpenAIClient(
            new ApiKeyCredential(ServerOptions.KeyOf(options.KeyVariable, options.Endpoint)),
            new OpenAIClientOptions { Endpoint = ServerOptions.AddressOf(options.Endpoint, ServerOptions.OpenAI) });
        return Task.FromResult(client.GetEmbeddingClient(ServerOptions.ModelOf(options)).AsIEmbeddingGenerator());
    }
}
