using System.ComponentModel.DataAnnotations;

namespace Grlm.LanguageModels;

/// <summary>
/// Says which hub is asked, where its files are kept, and how patiently. The defaults are those of Hugging Face's own tools.
/// </summary>
public sealed record HubOptions
{
    private const string DefaultEndpoint = "https://huggingface.co";

    /// <summary>Gets the address of the hub; default <c>https://huggingface.co</c>.</summary>
    public Uri Endpoint { get; init; } = new(DefaultEndpoint);

    /// <summary>Gets the access token, sent to <see cref="Endpoint"/> and to no other host; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the folder of the cache, in the layout of Python's <c>huggingface_hub</c>.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Tells whether only the cache is looked at.</summary>
    public bool Offline { get; init; }

    /// <summary>Gets how often a request, or a transfer that no longer moves, is tried again before it is given up.</summary>
    [Range(1, 100)]
    public int Retries { get; init; } = 5;

    /// <summary>Gets the wait before the first further try; it doubles from try to try, up to <see cref="LongestDelay"/>.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Gets the longest wait between tries, also where the server asks for a longer one.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets how long the server may take until its answer begins.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long a transfer may stand still.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tells the time of waits and timeouts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Returns what the environment says: <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, <c>HF_HUB_OFFLINE</c>; the cache is <c>HF_HUB_CACHE</c>,
    /// else <c>HF_HOME/hub</c>, else <c>~/.cache/huggingface/hub</c> (<c>XDG_CACHE_HOME</c> where it is set).
    /// </summary>
    /// <param name="variable">Reads a variable; by default of this process.</param>
    /// <exception cref="InvalidOptionsException"><c>HF_ENDPOINT</c> is no address.</exception>
    public static HubOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        string? Value(string name) => (variable ?? Environment.GetEnvironmentVariable)(name)?.Trim() is { Length: > 0 } value
            ? value : null;
        return new HubOptions
        {
            Endpoint = Address(Value("HF_ENDPOINT") ?? DefaultEndpoint),
            Token = Value("HF_TOKEN"),
            CacheFolder = Path.GetFullPath(Value("HF_HUB_CACHE") ?? Path.Combine(Home(Value), "hub")),
            Offline = Value("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON",
        };
    }

    /// <summary>Returns all but the token, which must not come into logs.</summary>
    public override string ToString()
        => $"{Endpoint} with cache {CacheFolder}{(Token is null ? "" : ", with a token")}{(Offline ? ", offline" : "")}";

    private static string Home(Func<string, string?> value)
        => value("HF_HOME")
            ?? Path.Combine(value("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "huggingface");

    private static Uri Address(string text) => ServerAddress.Parse(text.TrimEnd('/'), "HF_ENDPOINT");
}
