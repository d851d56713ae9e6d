using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Provides the functions that transformers gives every chat template.</summary>
internal static class TemplateFunctions
{
    public static void AddTo(TemplateScope scope, TemplateBudget budget, TimeProvider clock)
    {
        scope.Set("namespace", Function(arguments => new TemplateNamespace(arguments.AtMost(0, [.. arguments.Named.Keys]).Named)));
        scope.Set("dict", Function(arguments => arguments.AtMost(0, [.. arguments.Named.Keys]).Named));
        scope.Set("range", Function(arguments => Range(arguments.AtMost(3), budget)));
        scope.Set("raise_exception",
            Function(arguments => throw new TemplateFault($"the template refuses this conversation: {arguments.Text(0, "message")}")));
        scope.Set("strftime_now", Function(arguments => FormatTime(clock.GetLocalNow(), arguments.AtMost(1).Text(0, "format", "")!)));
    }

    private static Func<TemplateArguments, object?> Function(Func<TemplateArguments, object?> function) => function;

    private static List<object?> Range(TemplateArguments arguments, TemplateBudget budget)
    {
        var (first, second, step) = (arguments.Whole(0, "start", 0), arguments.Whole(1, "stop", 0), arguments.Whole(2, "step", 1));
        var (start, stop) = arguments.Positional.Count == 1 ? (0, first) : (first, second);
        if (step == 0 || Math.Abs((double)stop - start) > int.MaxValue)
        {
            throw new TemplateFault("range() has the step 0 or a huge bound");
        }

        var count = Math.Max(0, (stop - start + step - Math.Sign(step)) / step);
        budget.Reserve(count);
        return [.. Enumerable.Range(0, (int)count).Select(at => (object?)(start + (at * step)))];
    }

    /// <summary>Returns the directives of C's <c>strftime</c> that dates in system messages need, in English.</summary>
    private static string FormatTime(DateTimeOffset time, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            text.Append(format[at] != '%' || at + 1 == format.Length ? format[at].ToString() : Directive(time, format[++at]));
        }

        return text.ToString();
    }

    private static string Directive(DateTimeOffset time, char directive) => directive switch
    {
        '%' => "%",
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        _ => time.ToString(
            directive switch
            {
                'd' => "dd",
                'm' => "MM",
                'b' => "MMM",
                'B' => "MMMM",
                'y' => "yy",
                'Y' => "yyyy",
                'a' => "ddd",
                'A' => "dddd",
                'H' => "HH",
                'I' => "hh",
                'M' => "mm",
                'S' => "ss",
                'p' => "tt",
                _ => throw TemplateFault.Unknown($"the directive %{directive} of strftime_now()"),
            },
            CultureInfo.InvariantCulture),
    };
}

/// <summary>Makes values of a template from what callers have.</summary>
internal static class TemplateInput
{
    /// <exception cref="TemplateFault">The value has no counterpart in a template.</exception>
    public static object? From(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            null or bool or string or long or double => value,
            int or short or byte or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            JsonElement json => FromJson(json),
            IEnumerable<KeyValuePair<string, object?>> map => Map(map),
            IEnumerable items => items.Cast<object?>().Select(From).ToList(),
            _ => throw TemplateFault.Unknown($"a variable of the type {value.GetType().Name}"),
        };
    }

    /// <summary>Returns a mapping that keeps its order.</summary>
    public static OrderedDictionary<string, object?> Map(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var map = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            map[key] = From(value);
        }

        return map;
    }

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Map(json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, (object?)property.Value))),
        JsonValueKind.Array => json.EnumerateArray().Select(FromJson).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
