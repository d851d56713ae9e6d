using System.Globalization;

namespace Grlm.LanguageModels;

/// <summary>Applies the filters of chat templates.</summary>
internal static class TemplateFilters
{
    private const long WidestIndent = 1000;

    public static object? Apply(string name, object? value, TemplateArguments arguments, TemplateBudget budget) => name switch
    {
        "trim" => PythonText.Trim(TemplateValue.ToText(value), arguments.AtMost(1, "chars").Text(0, "chars")),
        "length" or "count" => TemplateValue.Length(value),
        "default" or "d" => Default(value, arguments.AtMost(2, "default_value", "boolean")),
        "tojson" => TemplateJson.Write(value, Indent(arguments), budget),
        "string" => TemplateValue.ToText(value),
        "safe" => value,
        "upper" or "lower" or "title" or "capitalize" => TemplateMethods.ChangeCase(TemplateValue.ToText(value), name),
        "replace" => TemplateMethods.Replace(TemplateValue.ToText(value), arguments.AtMost(2), budget),
        "join" => Join(value, arguments.AtMost(2, "d", "attribute"), budget),
        "indent" => IndentLines(TemplateValue.ToText(value), arguments.AtMost(3, "width", "first", "blank"), budget),
        "int" => ToWhole(value, arguments.AtMost(1, "default")),
        "float" => TemplateValue.IsNumber(value)
            ? TemplateValue.ToNumber(value) : throw TemplateFault.Unknown($"the filter 'float' of a {TemplateValue.KindOf(value)}"),
        "abs" => TemplateArithmetic.IsNegative(value) ? TemplateArithmetic.Negate(value) : value,
        "items" => value is TemplateUndefined ? [] : TemplateMethods.Pairs(Map(value, name)),
        "dictsort" => TemplateMethods.Pairs(Map(value, name)).OrderBy(pair => ((string)((List<object?>)pair!)[0]!).ToLowerInvariant(),
            StringComparer.Ordinal).ToList(),
        _ => ApplyToList(name, value, arguments, budget),
    };

    private static object? ApplyToList(string name, object? value, TemplateArguments arguments, TemplateBudget budget) => name switch
    {
        "first" => TemplateValue.Items(value) is [var first, ..] ? first : new TemplateUndefined("first"),
        "last" => TemplateValue.Items(value) is [.., var last] ? last : new TemplateUndefined("last"),
        "list" => TemplateValue.Items(value).ToList(),
        "reverse" => Reverse(value),
        "map" => TemplateValue.Items(value).Select(item => MapItem(item, arguments, budget)).ToList(),
        "select" or "reject" => Select(value, name == "select", item => item, arguments, place: 0),
        "selectattr" or "rejectattr"
            => Select(value, name == "selectattr", item => AttributeOf(item, arguments.Text(0, "attribute")), arguments, place: 1),
        _ => throw TemplateFault.Unknown($"the filter '{name}'"),
    };

    private static object? Default(object? value, TemplateArguments arguments)
        => value is TemplateUndefined || (TemplateValue.IsTrue(arguments[1, "boolean"]) && !TemplateValue.IsTrue(value))
            ? arguments[0, "default_value"] is TemplateUndefined ? "" : arguments[0, "default_value"]
            : value;

    private static long? Indent(TemplateArguments arguments)
    {
        var indent = arguments.AtMost(1, "indent", "ensure_ascii").Whole(0, "indent", -1);
        return TemplateValue.IsTrue(arguments[2, "ensure_ascii"])
            ? throw TemplateFault.Unknown("tojson with ensure_ascii") : indent < 0 ? null : Math.Min(indent, WidestIndent);
    }

    private static string Join(object? value, TemplateArguments arguments, TemplateBudget budget)
    {
        var attribute = arguments.Text(1, "attribute");
        var items = TemplateValue.Items(value);
        return TemplateMethods.Join(arguments.Text(0, "d", "")!,
            attribute is null ? items : [.. items.Select(item => AttributeOf(item, attribute))], budget);
    }

    private static string IndentLines(string text, TemplateArguments arguments, TemplateBudget budget)
    {
        var (width, first, blank) = (Math.Clamp(arguments.Whole(0, "width", 4), 0, WidestIndent),
            TemplateValue.IsTrue(arguments[1, "first"]), TemplateValue.IsTrue(arguments[2, "blank"]));
        var lines = text.Split('\n');
        budget.Reserve(text.Length + (width * lines.Length));
        var margin = new string(' ', (int)width);
        return string.Join('\n', lines.Select((line, at) => (at == 0 ? first : blank || line.Length > 0) ? margin + line : line));
    }

    private static long ToWhole(object? value, TemplateArguments arguments) => value switch
    {
        string text => long.TryParse(PythonText.Trim(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole : arguments.Whole(0, "default", 0),
        double number => Math.Abs(number) < long.MaxValue ? (long)number : arguments.Whole(0, "default", 0),
        bool or long => (long)TemplateValue.ToNumber(value),
        _ => arguments.Whole(0, "default", 0),
    };

    private static IReadOnlyDictionary<string, object?> Map(object? value, string filter)
        => value as IReadOnlyDictionary<string, object?>
            ?? throw new TemplateFault($"the filter '{filter}' stands behind a {TemplateValue.KindOf(value)}");

    private static object Reverse(object? value)
    {
        var items = TemplateValue.Items(value).Reverse().ToList();
        return value is string ? string.Concat(items) : items;
    }

    private static object? MapItem(object? item, TemplateArguments arguments, TemplateBudget budget)
    {
        if (arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var found = AttributeOf(item, attribute as string);
            return found is TemplateUndefined && arguments.Named.TryGetValue("default", out var otherwise) ? otherwise : found;
        }

        var filter = arguments.Text(0, "filter") ?? throw TemplateFault.Unknown("this form of the filter 'map'");
        return Apply(filter, item,
            new TemplateArguments($"the filter '{filter}'", [.. arguments.Positional.Skip(1)], arguments.Named), budget);
    }

    private static List<object?> Select(object? value, bool keep, Func<object?, object?> of, TemplateArguments arguments, int place)
    {
        var test = arguments.Text(place, "test");
        var rest = arguments with { Positional = [.. arguments.Positional.Skip(place + 1)] };
        return [.. TemplateValue.Items(value)
            .Where(item => keep == (test is null ? TemplateValue.IsTrue(of(item)) : TemplateConditions.Holds(test, of(item), rest)))];
    }

    private static object? AttributeOf(object? item, string? name)
        => name is null || name.Contains('.')
            ? throw TemplateFault.Unknown($"the attribute '{name}' in a filter") : TemplateAccess.Attribute(item, name);
}
