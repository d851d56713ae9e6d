using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Grlm.Providers;

/// <summary>Language models behind any server with an OpenAI-compatible <c>/v1/chat/completions</c>: vLLM, llama.cpp, and others.</summary>
public sealed class OpenAILanguageModel : ILanguageModelSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(TermsOptions options)
    {
        _ = ServerOptions.ModelOf(options);
        _ = ServerOptions.AddressOf(options.Endpoint, ServerOptions.OpenAI);
        return [];
    }

    /// <inheritdoc/>
    public LanguageModelConnection Open(TermsOptions options)
    {
        var model = ServerOptions.ModelOf(options);
        var address = ServerOptions.AddressOf(options.Endpoint, ServerOptions.OpenAI);
        var key = ServerOptions.KeyOf(options.KeyVariable, options.Endpoint);
        var connections = ServerChatClient.Connect(address, $"Put the server's key into the environment variable '{options.KeyVariable}'.");
        var client = new OpenAIClient(
            new ApiKeyCredential(key),
            new OpenAIClientOptions
            {
                Endpoint = address,
                Transport = new HttpClientPipelineTransport(connections),

                // Whoever asks decides how often and how long, for all calls together.
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = Timeout.InfiniteTimeSpan,
            });
        return new LanguageModelConnection(new ServerChatClient(new ExactSchemas(client.GetChatClient(model).AsIChatClient()), connections), $"openai:{model}");
    }
}
