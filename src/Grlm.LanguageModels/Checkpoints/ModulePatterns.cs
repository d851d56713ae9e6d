using System.Text.RegularExpressions;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Values for modules whose name ends, from a dot or its beginning on, in what a regular expression matches: PEFT's <c>rank_pattern</c>.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
public sealed class ModulePatterns<T>
    where T : struct
{
    // An expression takes memory out of proportion to its length; plain names, one for each module, take none.
    private const int MaximumExpressions = 64;

    private readonly List<(string Name, Regex? Expression, T Value)> _patterns;

    /// <param name="entries">Value by expression; the first that matches counts.</param>
    /// <exception cref="ArgumentException">An expression is none, or there are too many.</exception>
    public ModulePatterns(params IReadOnlyList<KeyValuePair<string, T>> entries)
    {
        if (entries.Count(entry => !IsName(entry.Key)) is > MaximumExpressions and var count)
        {
            throw new ArgumentException($"{count} expressions are more than {MaximumExpressions}.", nameof(entries));
        }

        Entries = entries;
        _patterns = [.. entries.Select(entry => (entry.Key, IsName(entry.Key) ? null : Compile(entry.Key), entry.Value))];
    }

    /// <summary>Value by expression.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> Entries { get; }

    /// <summary>Returns the value for a module; null where no expression matches.</summary>
    public T? Find(string module)
    {
        foreach (var (name, expression, value) in _patterns)
        {
            if (expression?.IsMatch(module) ?? ModuleExpression.EndsIn(module, name))
            {
                return value;
            }
        }

        return null;
    }

    private static Regex Compile(string pattern) => ModuleExpression.Compile($"(?:.*\\.)?(?:{pattern})");

    // A dot stands for itself here, though in an expression it stands for any letter: no two modules differ in that alone.
    private static bool IsName(string pattern) => pattern.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');
}

/// <summary>Matching of modules' names against names and regular expressions from files that someone else has written.</summary>
internal static class ModuleExpression
{
    private const int MaximumLength = 4096;

    /// <summary>Tells whether a module's name is this one, or ends in it from a dot on.</summary>
    public static bool EndsIn(string module, string name)
        => module.EndsWith(name, StringComparison.Ordinal) && (module.Length == name.Length || module[^(name.Length + 1)] == '.');

    /// <summary>Returns an expression that matches whole names, without backtracking: none can be made to run for ever.</summary>
    /// <exception cref="ArgumentException">It is no expression, too long, or needs backtracking.</exception>
    public static Regex Compile(string expression)
    {
        if (expression.Length > MaximumLength)
        {
            throw new ArgumentException($"An expression of {expression.Length} letters is too long.", nameof(expression));
        }

        try
        {
            return new Regex($"^(?:{expression})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException($"'{expression}' cannot be matched without backtracking.", nameof(expression), exception);
        }
    }
}
