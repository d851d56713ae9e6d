using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.RegularExpressions;

namespace Grlm.Internal;

/// <summary>Reads keys of servers from the environment, and nowhere else.</summary>
public static partial class ServerKey
{
    private const string Basic = "Basic ";

    /// <summary>Returns the key that a variable holds; null where it is not set.</summary>
    /// <param name="variable">Name of the variable.</param>
    /// <exception cref="InvalidOptionsException">The key can't stand in a header of HTTP.</exception>
    public static string? Read(string variable)
        => Environment.GetEnvironmentVariable(variable)?.Trim() switch
        {
            null or "" => null,
            var key when key.All(letter => letter is >= ' ' and <= '~') => key,
            _
                => throw new InvalidOptionsException(
                    $"The environment variable '{variable}' holds a key with letters that no key has. Copy it again."),
        };

    /// <summary>Returns what a request says in its header <c>Authorization</c>: the key, or a name and a password.</summary>
    /// <param name="key">What the variable holds.</param>
    public static string HeaderOf(string key) => key.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? key : $"Bearer {key}";

    /// <summary>Returns what of a key must be told nowhere.</summary>
    /// <param name="key">What the variable holds; null for no key.</param>
    public static Redactor RedactorOf(string? key)
    {
        if (key is null || !key.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return new Redactor(key);
        }

        var bytes = new byte[key.Length];
        var login = Convert.TryFromBase64String(key[Basic.Length..].Trim(), bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count) : "";
        return new Redactor([key[Basic.Length..], login, login[(login.IndexOf(':', StringComparison.Ordinal) + 1)..]]);
    }

    /// <summary>Tells whether a text is the name of a variable, and not the key itself, given in the wrong place.</summary>
    internal static bool IsVariable(string text)
        => VariableOfAKey().IsMatch(text) || !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(text));

    // A key may look like a name, so a name has to say that it is one of a key, unless there is such a variable.
    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,60}(KEY|TOKEN|SECRET|PASSWORD|AUTH)[A-Z_]{0,30}$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex VariableOfAKey();
}

/// <summary>
/// Marks an option with the name of a variable that holds a key: the key itself, given by mistake, is refused before it is written or told
/// anywhere.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyVariableAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || ServerKey.IsVariable(text);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => $"Option '{name}' takes the name of an environment variable that holds a key, such as OPENAI_API_KEY; " +
            $"there is none of the name that it was given. "
            + "If that was the key itself, it has been shown on the command line: set it as a variable, and think about a new one.";
}
