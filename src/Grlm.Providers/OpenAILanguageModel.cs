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
        var connection = ServerOptions.ConnectToOpenAI(options.Endpoint, options.KeyVariable);
        return new LanguageModelConnection(new ServerChatClient(connection, ServerProtocol.OpenAI, model), $"openai:{model}");
    }
}
