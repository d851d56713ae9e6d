using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Grlm.Internal;

/// <summary>
/// Reads addresses of servers. They are kept with the artifacts that they made and told in messages, so they may hold nothing that is
/// secret.
/// </summary>
public static class ServerAddress
{
    /// <summary>Holds what an address has to be, to end a sentence with.</summary>
    internal const string Form =
        "takes an address such as http://localhost:8000/v1, and no user's name, password or key in it: addresses are kept and shown. "
        + "A key belongs into an environment variable; for a name and a password, let it hold 'Basic ' and 'name:password' in base64.";

    private const int LongestPlainValue = 24;

    // What a parameter with a key in it is called: key, api-key, access_token, sig, client_secret, authorization, …
    private static readonly string[] _secretNames = ["key", "token", "secret", "sig", "pass", "pwd", "auth", "cred", "code"];

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address. It is in no message: it might hold a key.</param>
    /// <param name="name">What holds it, for the message: an option or a variable.</param>
    /// <exception cref="InvalidOptionsException">It is no address of HTTP, or has a user's name, a password or a key in it.</exception>
    public static Uri Parse(string text, string name)
        => TryParse(text, out var address) ? address : throw new InvalidOptionsException($"{name} {Form}");

    /// <summary>Tells whether two addresses are of one server: scheme, host and port.</summary>
    public static bool IsSameServer(Uri first, Uri second)
        => Uri.Compare(first, second, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Reads an address that is one of HTTP and holds no secret.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out Uri? address)
        => Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            && address.Fragment.Length == 0
            && !address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Any(IsSecret);

    private static bool IsSecret(string parameter)
    {
        var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left, right) : ("", parameter);
        return value.Length > LongestPlainValue || _secretNames.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>
/// Marks an option with the address of a server: one that holds a password or a key is refused before it is written or told anywhere.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerAddressAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || ServerAddress.TryParse(text, out _);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"Option '{name}' {ServerAddress.Form}";
}
