using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>
/// Values for modules whose name ends, from a dot or its beginning on, in what a regular expression matches: PEFT's <c>rank_pattern</c>.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
internal sealed class ModulePatterns<T>
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

    /// <summary>The value for a module; null where no expression matches.</summary>
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
