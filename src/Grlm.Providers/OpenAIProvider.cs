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
    private const string UsualEndpoint = "https://api.openai.com/v1";

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = ServerOptions.ModelOf(options);
        _ = ServerOptions.AddressOf(options.Endpoint, UsualEndpoint);
        return [];
    }

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">There is no key, and the server is the usual one, which takes nobody without.</exception>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new OpenAIClient(
            new ApiKeyCredential(KeyOf(options)),
            new OpenAIClientOptions { Endpoint = ServerOptions.AddressOf(options.Endpoint, UsualEndpoint) });
        return Task.FromResult(client.GetEmbeddingClient(ServerOptions.ModelOf(options)).AsIEmbeddingGenerator());
    }

    private static string KeyOf(EmbedOptions options)
    {
        // A server of one's own mostly has no keys, but the client sends none that is empty.
        const string noKey = "none";
        var key = Environment.GetEnvironmentVariable(options.KeyVariable);
        return !string.IsNullOrWhiteSpace(key) ? key
            : options.Endpoint is not null ? noKey
            : throw new MissingPrerequisiteException(
                $"The environment variable '{options.KeyVariable}' holds no key for {UsualEndpoint}. Set it, or name a server with --endpoint.");
    }
}
