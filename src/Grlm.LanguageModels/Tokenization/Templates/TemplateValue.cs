using System.Globalization;

namespace Grlm.LanguageModels;

/// <summary>
/// Treats the values of chat templates as Python does. A value is null (none), bool, long, double, string,
/// <c>IReadOnlyList&lt;object?&gt;</c>, <c>IReadOnlyDictionary&lt;string, object?&gt;</c> (a mapping), <see cref="TemplateNamespace"/>,
/// <see cref="TemplateUndefined"/> or <c>Func&lt;TemplateArguments, object?&gt;</c> (something to call).
/// </summary>
internal static class TemplateValue
{
    public static bool IsTrue(object? value) => value switch
    {
        null or TemplateUndefined => false,
        bool flag => flag,
        long whole => whole != 0,
        double number => number != 0,
        string text => text.Length > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        IReadOnlyDictionary<string, object?> map => map.Count > 0,
        _ => true,
    };

    public static string KindOf(object? value) => value switch
    {
        null => "none",
        TemplateUndefined => "undefined value",
        bool => "boolean",
        long or double => "number",
        string => "string",
        IReadOnlyList<object?> => "list",
        IReadOnlyDictionary<string, object?> => "mapping",
        TemplateNamespace => "namespace",
        _ => "function",
    };

    /// <summary>Writes a value as <c>str</c> writes it.</summary>
    public static string ToText(object? value) => value switch
    {
        TemplateUndefined => "",
        string text => text,
        null => "None",
        bool flag => flag ? "True" : "False",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => ToText(number),
        _ => throw TemplateFault.Unknown($"a {KindOf(value)} put out as text"),
    };

    /// <summary>Returns a number with a point or an exponent, as Python writes it.</summary>
    public static string ToText(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Any(character => character is not ('-' or (>= '0' and <= '9')))
            ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    /// <summary>
    /// Compares as Python's <c>==</c> does: by content, and numbers across their types. Lists of lists and mappings, whose cost nothing
    /// bounds, are refused.
    /// </summary>
    public static new bool Equals(object? left, object? right) => (left, right) switch
    {
        (IReadOnlyList<object?> first, IReadOnlyList<object?> second)
            => first.Count == second.Count && first.Zip(second).All(pair => AreEqualInside(pair.First, pair.Second)),
        (IReadOnlyDictionary<string, object?> first, IReadOnlyDictionary<string, object?> second)
            => first.Count == second.Count
                && first.All(pair => second.TryGetValue(pair.Key, out var other) && AreEqualInside(pair.Value, other)),
        _ => AreEqualInside(left, right),
    };

    private static bool AreEqualInside(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => first == second,
        (TemplateUndefined, TemplateUndefined) => true,
        (IReadOnlyList<object?>, IReadOnlyList<object?>) or (IReadOnlyDictionary<string, object?>, IReadOnlyDictionary<string, object?>)
            => ReferenceEquals(left, right) ? true : throw TemplateFault.Unknown("a comparison of lists inside lists"),
        _ when IsNumber(left) && IsNumber(right) => ToNumber(left) == ToNumber(right),
        _ => ReferenceEquals(left, right),
    };

    /// <summary>Less than zero, zero or more, as the first is below, equal to or above the second.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (string first, string second) => string.CompareOrdinal(first, second),
        _ when IsNumber(left) && IsNumber(right) => ToNumber(left).CompareTo(ToNumber(right)),
        _ => throw new TemplateFault($"a {KindOf(left)} is compared with a {KindOf(right)}"),
    };

    /// <summary>Tells what Python's <c>in</c> tells.</summary>
    public static bool Contains(object? container, object? value) => container switch
    {
        string text when value is string part => text.Contains(part, StringComparison.Ordinal),
        IReadOnlyDictionary<string, object?> map => value is string key && map.ContainsKey(key),
        IReadOnlyList<object?> or TemplateUndefined => Items(container).Any(item => Equals(item, value)),
        _ => throw new TemplateFault($"a {KindOf(value)} is looked for in a {KindOf(container)}"),
    };

    /// <summary>
    /// Returns what a loop goes over: items of a list, keys of a mapping, characters of a text, nothing of the undefined.
    /// </summary>
    public static IReadOnlyList<object?> Items(object? value) => value switch
    {
        IReadOnlyList<object?> list => list,
        IReadOnlyDictionary<string, object?> map => [.. map.Keys],
        string text => PythonText.Characters(text),
        TemplateUndefined => [],
        _ => throw new TemplateFault($"a {KindOf(value)} is gone through like a list"),
    };

    public static long Length(object? value) => value is string text ? PythonText.Length(text) : Items(value).Count;

    public static bool IsNumber(object? value) => value is bool or long or double;

    /// <summary>Returns a number, precise to 2^53, which no count in a conversation reaches.</summary>
    public static double ToNumber(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long whole => whole,
        double number => number,
        _ => throw new TemplateFault($"a {KindOf(value)} is used as a number"),
    };
}

/// <summary>
/// Represents what a name stands for that nothing defines: empty where it is printed, an error where it is asked for more.
/// </summary>
internal sealed record TemplateUndefined(string Name);

/// <summary>Holds what <c>namespace(...)</c> makes: values that a statement in an inner scope can set.</summary>
internal sealed class TemplateNamespace(IReadOnlyDictionary<string, object?> values)
{
    public Dictionary<string, object?> Values { get; } = new(values, StringComparer.Ordinal);
}

/// <summary>Holds the values of a call's arguments.</summary>
/// <param name="Of">What is called, for messages.</param>
/// <param name="Positional">Those without a name, in order.</param>
/// <param name="Named">Those with one.</param>
internal sealed record TemplateArguments(string Of, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>Gets an argument by place or name; undefined if it isn't given.</summary>
    public object? this[int place, string name]
        => place < Positional.Count ? Positional[place]
            : Named.TryGetValue(name, out var value) ? value
            : new TemplateUndefined(name);

    /// <summary>Returns a text argument, or <paramref name="otherwise"/> where it isn't given or none.</summary>
    public string? Text(int place, string name, string? otherwise = null) => this[place, name] switch
    {
        string text => text,
        null or TemplateUndefined => otherwise,
        var value => throw Wrong(name, value),
    };

    /// <summary>Returns a whole number, or <paramref name="otherwise"/> where it isn't given or none.</summary>
    public long Whole(int place, string name, long otherwise) => this[place, name] switch
    {
        long whole => whole,
        bool flag => flag ? 1 : 0,
        null or TemplateUndefined => otherwise,
        var value => throw Wrong(name, value),
    };

    /// <summary>Refuses arguments beyond those that are known.</summary>
    public TemplateArguments AtMost(int positional, params ReadOnlySpan<string> names)
    {
        foreach (var name in Named.Keys)
        {
            if (!names.Contains(name))
            {
                throw TemplateFault.Unknown($"the argument '{name}' of {Of}");
            }
        }

        return Positional.Count <= positional ? this : throw TemplateFault.Unknown($"{Positional.Count} arguments of {Of}");
    }

    private TemplateFault Wrong(string name, object value)
        => new($"the argument '{name}' of {Of} cannot be a {TemplateValue.KindOf(value)}");
}
