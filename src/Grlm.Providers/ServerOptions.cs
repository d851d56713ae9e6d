namespace Grlm.Providers;

/// <summary>Checks on what options say about a server.</summary>
internal static class ServerOptions
{
    /// <summary>OpenAI's own address.</summary>
    public const string OpenAI = "https://api.openai.com/v1";

    /// <summary>Where Ollama listens unless told otherwise.</summary>
    public const string Ollama = "http://localhost:11434";

    /// <summary>The model's name.</summary>
    /// <exception cref="InvalidOptionsException">There is none, or a folder stands in its place.</exception>
    public static string ModelOf(EmbedOptions options)
        => options.ModelFolder is null && !string.IsNullOrWhiteSpace(options.Model)
            ? options.Model
            : throw new InvalidOptionsException(
                $"The provider '{options.Provider.ToString().ToLowerInvariant()}' needs --model NAME, the model's name on the server, and takes no --model-folder.");

    /// <summary>The model's name.</summary>
    /// <exception cref="InvalidOptionsException">There is none.</exception>
    public static string ModelOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return !string.IsNullOrWhiteSpace(options.Model)
            ? options.Model
            : throw new InvalidOptionsException($"The provider '{options.Provider.ToString().ToLowerInvariant()}' needs --model NAME, the model's name on the server.");
    }

    /// <summary>The key that a variable of the environment holds, or a word in its place.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none, and the server is the usual one, which takes nobody without.</exception>
    public static string KeyOf(string variable, string? endpoint)
    {
        // A server of one's own mostly has no keys, but the client sends none that is empty.
        const string noKey = "none";
        var key = Environment.GetEnvironmentVariable(variable);
        return !string.IsNullOrWhiteSpace(key) ? key
            : endpoint is not null ? noKey
            : throw new MissingPrerequisiteException($"The environment variable '{variable}' holds no key for {OpenAI}. Set it, or name a server with --endpoint.");
    }

    /// <summary>The base address.</summary>
    /// <param name="endpoint">What the options say.</param>
    /// <param name="usual">The address where they say nothing.</param>
    /// <exception cref="InvalidOptionsException">It is not an address.</exception>
    public static Uri AddressOf(string? endpoint, string usual)
        => Uri.TryCreate(endpoint ?? usual, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new InvalidOptionsException($"--endpoint takes an address such as {usual}, not '{endpoint}'.");
}
