namespace Grlm.Providers;

/// <summary>Checks on what options say about a server.</summary>
internal static class ServerOptions
{
    /// <summary>The model's name.</summary>
    /// <exception cref="InvalidOptionsException">There is none, or a folder stands in its place.</exception>
    public static string ModelOf(EmbedOptions options)
        => options.ModelFolder is null && !string.IsNullOrWhiteSpace(options.Model)
            ? options.Model
            : throw new InvalidOptionsException(
                $"The provider '{options.Provider.ToString().ToLowerInvariant()}' needs --model NAME, the model's name on the server, and takes no --model-folder.");

    /// <summary>The base address.</summary>
    /// <param name="endpoint">What the options say.</param>
    /// <param name="usual">The address where they say nothing.</param>
    /// <exception cref="InvalidOptionsException">It is not an address.</exception>
    public static Uri AddressOf(string? endpoint, string usual)
        => Uri.TryCreate(endpoint ?? usual, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new InvalidOptionsException($"--endpoint takes an address such as {usual}, not '{endpoint}'.");
}
