using OllamaSharp;

namespace Grlm.Providers;

/// <summary>Language models behind an Ollama server.</summary>
public sealed class OllamaLanguageModel : ILanguageModelSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(TermsOptions options)
    {
        _ = ServerOptions.ModelOf(options);
        _ = ServerOptions.AddressOf(options.Endpoint, ServerOptions.Ollama);
        return [];
    }

    /// <inheritdoc/>
    public LanguageModelConnection Open(TermsOptions options)
    {
        var model = ServerOptions.ModelOf(options);
        var connections = ServerChatClient.Connect(
            ServerOptions.AddressOf(options.Endpoint, ServerOptions.Ollama), "Something before the server wants a key; Ollama itself has none.");
        return new LanguageModelConnection(new ServerChatClient(new OllamaApiClient(connections, model), connections), $"ollama:{model}");
    }
}
