using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>Matching of modules' names against names and regular expressions from files that someone else has written.</summary>
internal static class ModuleExpression
{
    private const int MaximumLength = 4096;

    /// <summary>Whether a module's name is this one, or ends in it from a dot on.</summary>
    public static bool EndsIn(string module, string name)
        => module.EndsWith(name, StringComparison.Ordinal) && (module.Length == name.Length || module[^(name.Length + 1)] == '.');

    /// <summary>An expression that matches whole names, without backtracking: none can be made to run for ever.</summary>
    /// <exception cref="ArgumentException">It is no expression, too long, or needs backtracking.</exception>
    public static Regex Compile(string expression)
    {
        if (expression.Length > MaximumLength)
        {
            throw new ArgumentException($"An expression of {expression.Length} letters is too long.", nameof(expression));
        }

        try
        {
            return new Regex($"^(?:{expression})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException($"'{expression}' cannot be matched without backtracking.", nameof(expression), exception);
        }
    }
}
