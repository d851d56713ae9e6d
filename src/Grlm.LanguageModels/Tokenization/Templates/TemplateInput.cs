using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Grlm.LanguageModels;

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

    /// <summary>A mapping that keeps its order.</summary>
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
