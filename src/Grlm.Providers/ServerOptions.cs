namespace Grlm.Providers;

/// <summary>Checks on what options say about a server.</summary>
internal static class ServerOptions
{
    /// <summary>OpenAI's own address.</summary>
    public const string OpenAI = "https://api.openai.com/v1";

    /// <summary>Holds where Ollama listens unless told otherwise.</summary>
    public const string Ollama = "http://localhost:11434";

    /// <summary>Returns the model's name.</summary>
    /// <exception cref="InvalidOptionsException">There is none, or a folder stands in its place.</exception>
    public static string ModelOf(EmbedOptions options)
        => options.ModelFolder is null && !string.IsNullOrWhiteSpace(options.Model)
            ? options.Model
            : throw new InvalidOptionsException(
                $"The provider '{options.Provider}' needs the model's name on the server (option 'model'), and takes no " +
                    $"option 'modelFolder'.");

    /// <summary>Returns the model's name.</summary>
    /// <exception cref="InvalidOptionsException">There is none.</exception>
    public static string ModelOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return !string.IsNullOrWhiteSpace(options.Model)
            ? options.Model
            : throw new InvalidOptionsException(
                $"The provider '{options.Provider}' needs the model's name on the server (option 'model').");
    }

    /// <summary>Returns the base address.</summary>
    /// <param name="endpoint">What the options say.</param>
    /// <param name="usual">The address where they say nothing.</param>
    /// <exception cref="InvalidOptionsException">It is not an address, or holds a password or a key.</exception>
    public static Uri AddressOf(string? endpoint, string usual) => ServerAddress.Parse(endpoint ?? usual, "Option 'endpoint'");

    /// <summary>Opens the connection to an OpenAI-compatible server.</summary>
    /// <param name="endpoint">Its address; null for OpenAI's own.</param>
    /// <param name="keyVariable">The variable of the environment that holds its key.</param>
    /// <exception cref="InvalidOptionsException">The address or the key can't be.</exception>
    /// <exception cref="MissingPrerequisiteException">There is no key, and the server is the usual one, which takes nobody
    /// without.</exception>
    public static ServerConnection ConnectToOpenAI(string? endpoint, string keyVariable)
    {
        var address = AddressOf(endpoint, OpenAI);
        return ServerKey.Read(keyVariable) is not { } key && endpoint is null
            ? throw new MissingPrerequisiteException(
                $"The environment variable '{keyVariable}' holds no key for {OpenAI}. Set it, or name a server by option 'endpoint'.")
            : new ServerConnection(address, ServerKey.Read(keyVariable),
                $"Put the server's key into the environment variable '{keyVariable}'.");
    }

    /// <summary>Opens the connection to an Ollama server.</summary>
    /// <param name="endpoint">Its address; null for the one on this machine.</param>
    /// <exception cref="InvalidOptionsException">The address can't be.</exception>
    public static ServerConnection ConnectToOllama(string? endpoint)
        => new(AddressOf(endpoint, Ollama), key: null, "Something before the server wants a key; Ollama itself has none.");
}
