namespace Grlm.LanguageModels;

/// <summary>Provides the methods of Python's strings and mappings that chat templates call.</summary>
internal static class TemplateMethods
{
    public static object? Call(object? target, string name, TemplateArguments arguments, TemplateBudget budget) => target switch
    {
        string text => CallText(text, name, arguments, budget),
        IReadOnlyDictionary<string, object?> map => CallMap(map, name, arguments),
        TemplateUndefined undefined => throw new TemplateFault($"'{undefined.Name}' is undefined, and its {name}() is called"),
        _ => throw Unknown(target, name),
    };

    private static object? CallText(string text, string name, TemplateArguments arguments, TemplateBudget budget) => name switch
    {
        "strip" => PythonText.Trim(text, Characters(arguments)),
        "lstrip" => PythonText.TrimStart(text, Characters(arguments)),
        "rstrip" => PythonText.TrimEnd(text, Characters(arguments)),
        "split" => PythonText.Split(text, arguments.AtMost(2, "sep", "maxsplit").Text(0, "sep"), arguments.Whole(1, "maxsplit", -1)),
        "splitlines" => SplitLines(text, arguments.AtMost(0)),
        "startswith" => Matches(arguments, part => text.StartsWith(part, StringComparison.Ordinal)),
        "endswith" => Matches(arguments, part => text.EndsWith(part, StringComparison.Ordinal)),
        "removeprefix"
            => Required(arguments) is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        "removesuffix"
            => Required(arguments) is var suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        "replace" => Replace(text, arguments.AtMost(3, "count"), budget),
        "find" => Find(text, Required(arguments)),
        "count" => (long)text.AsSpan().Count(Required(arguments)),
        "join" => Join(text, TemplateValue.Items(arguments.AtMost(1)[0, "iterable"]), budget),
        "upper" or "lower" or "title" or "capitalize" => ChangeCase(text, name),
        "isdigit" => text.Length > 0 && text.All(char.IsDigit),
        "isspace" => text.Length > 0 && text.All(PythonText.IsSpace),
        _ => throw Unknown(text, name),
    };

    private static object? CallMap(IReadOnlyDictionary<string, object?> map, string name, TemplateArguments arguments) => name switch
    {
        "items" => Pairs(map),
        "keys" => map.Keys.ToList<object?>(),
        "values" => map.Values.ToList(),
        "get" => arguments.AtMost(2)[0, "key"] is string key && map.TryGetValue(key, out var value) ? value
            : arguments[1, "default"] is TemplateUndefined ? null : arguments[1, "default"],
        _ => throw Unknown(map, name),
    };

    /// <summary>Returns key and value of every entry.</summary>
    public static List<object?> Pairs(IReadOnlyDictionary<string, object?> map)
        => [.. map.Select(pair => new List<object?> { pair.Key, pair.Value })];

    /// <summary>Joins items as text.</summary>
    public static string Join(string separator, IReadOnlyList<object?> items, TemplateBudget budget)
    {
        var texts = items.Select(TemplateValue.ToText).ToList();
        budget.Reserve(texts.Sum(text => (long)text.Length) + ((long)separator.Length * texts.Count));
        return string.Join(separator, texts);
    }

    public static string Replace(string text, TemplateArguments arguments, TemplateBudget budget)
    {
        var (old, replacement, most) = (arguments.Text(0, "old") ?? "", arguments.Text(1, "new") ?? "", arguments.Whole(2, "count", -1));
        if (old.Length == 0 || most >= 0)
        {
            throw TemplateFault.Unknown("replace() of an empty text or with a count");
        }

        budget.Reserve(text.Length + ((long)text.AsSpan().Count(old) * replacement.Length));
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }

    public static string ChangeCase(string text, string name)
    {
        var lower = text.ToLowerInvariant();
        return name switch
        {
            "upper" => text.ToUpperInvariant(),
            "lower" => lower,
            "capitalize" => lower.Length == 0 ? lower : char.ToUpperInvariant(lower[0]) + lower[1..],
            _
                => string.Concat(
                    lower.Select((character, at) => at > 0 && char.IsLetter(lower[at - 1]) ? character : char.ToUpperInvariant(character))),
        };
    }

    private static string? Characters(TemplateArguments arguments)
    {
        var characters = arguments.AtMost(1, "chars").Text(0, "chars");
        return characters?.Any(char.IsSurrogate) == true
            ? throw TemplateFault.Unknown($"{arguments.Of} of characters beyond the basic plane") : characters;
    }

    private static string Required(TemplateArguments arguments)
        => arguments.AtMost(1).Text(0, "text") ?? throw new TemplateFault($"{arguments.Of} is called without a text");

    private static bool Matches(TemplateArguments arguments, Func<string, bool> matches)
        => arguments.AtMost(1)[0, "text"] is IReadOnlyList<object?> any ? any.OfType<string>().Any(matches) : matches(Required(arguments));

    private static long Find(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? at : PythonText.Length(text[..at]);
    }

    private static List<object?> SplitLines(string text, TemplateArguments _)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.Length == 0 ? [] : [.. (lines.EndsWith('\n') ? lines[..^1] : lines).Split('\n')];
    }

    private static TemplateFault Unknown(object? target, string name)
        => TemplateFault.Unknown($"the method {name}() of a {TemplateValue.KindOf(target)}");
}
