using System.Text.RegularExpressions;

namespace Grlm.Torch;

/// <summary>Values for modules whose name ends, from a dot or its beginning on, in what a regular expression matches: PEFT's <c>rank_pattern</c>.</summary>
/// <typeparam name="T">The value.</typeparam>
internal sealed class ModulePatterns<T>
    where T : struct
{
    private const int MaximumCount = 4096;

    private readonly List<(Regex Expression, T Value)> _expressions;

    /// <param name="entries">Value by expression; the first that matches counts.</param>
    /// <exception cref="ArgumentException">An expression is none, or there are too many.</exception>
    public ModulePatterns(params IReadOnlyList<KeyValuePair<string, T>> entries)
    {
        if (entries.Count > MaximumCount)
        {
            throw new ArgumentException($"{entries.Count} patterns are more than {MaximumCount}.", nameof(entries));
        }

        Entries = entries;
        _expressions = [.. entries.Select(entry => (ModuleExpression.Compile($"(?:.*\\.)?(?:{entry.Key})"), entry.Value))];
    }

    /// <summary>Value by expression.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> Entries { get; }

    /// <summary>The value for a module; null where no expression matches.</summary>
    public T? Find(string module)
    {
        foreach (var (expression, value) in _expressions)
        {
            if (expression.IsMatch(module))
            {
                return value;
            }
        }

        return null;
    }
}
