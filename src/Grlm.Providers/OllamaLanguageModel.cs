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
        return new LanguageModelConnection(
            new ServerChatClient(ServerOptions.ConnectToOllama(options.Endpoint), ServerProtocol.Ollama, model), $"ollama:{model}");
    }
}
