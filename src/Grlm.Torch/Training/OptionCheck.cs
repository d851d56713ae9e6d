using System.Runtime.CompilerServices;

namespace Grlm.Torch;

/// <summary>Checks of option values.</summary>
internal static class OptionCheck
{
    /// <summary>Refuses an option that does not hold what it must.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="value">The value.</param>
    /// <param name="requirement">What it must be: <c>"at least 1"</c>.</param>
    /// <param name="name">The option; taken from the expression for <paramref name="value"/>.</param>
    /// <exception cref="InvalidOptionsException">It does not.</exception>
    public static void Require<T>(bool holds, T value, string requirement, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!holds)
        {
            throw new InvalidOptionsException(FormattableString.Invariant(
                $"Option {char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it must be {requirement}."));
        }
    }
}
