using System.Text;
using System.Text.Json;

namespace Grlm.Import;

/// <summary>Lists of texts where a text is wanted: their parts in a row.</summary>
internal static class LiteralList
{
    /// <summary>Joins a list of texts and numbers; false where it holds something else.</summary>
    public static bool TryJoin(JsonElement list, out string text)
    {
        var parts = new List<string>(list.GetArrayLength());
        text = string.Empty;
        foreach (var part in list.EnumerateArray())
        {
            if (part.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
                return false;
            if (Cell.Of(part).Text is { Length: > 0 } some)
                parts.Add(some);
        }

        text = string.Join(' ', parts);
        return true;
    }

    /// <summary>Reads a list that a text holds, as JSON or as Python writes it, and joins it; false where it is none.</summary>
    public static bool TryRead(string text, out string joined)
    {
        joined = string.Empty;
        if (TryParse(text) is not { } document)
            return false;
        using (document)
        {
            return document.RootElement.ValueKind is JsonValueKind.Array && TryJoin(document.RootElement, out joined);
        }
    }

    /// <summary>Reads a value of JSON or of Python; null where it is neither.</summary>
    public static JsonDocument? TryParse(string text)
        => PythonLiteral.TryConvert(Encoding.UTF8.GetBytes(text), out var json, out _) ? JsonDocument.Parse(json) : null;
}
