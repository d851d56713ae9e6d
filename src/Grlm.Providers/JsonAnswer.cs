using System.Globalization;
using System.Text.Json;

namespace Grlm.Providers;

/// <summary>Reads JSON as servers write it: what is missing, null or of another type than usual is not there, and nothing more.</summary>
internal static class JsonAnswer
{
    private const string EventData = "data:", EndOfEvents = "[DONE]";

    private static readonly JsonDocumentOptions _lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// Reads the body of an answer: a value; a value a line; or events with a value each, as a server sends them that streams unasked.
    /// </summary>
    /// <exception cref="JsonException">It is none of these.</exception>
    public static IReadOnlyList<JsonElement> Read(string body)
    {
        if (body.StartsWith(EventData, StringComparison.Ordinal) || body.StartsWith("event:", StringComparison.Ordinal)
            || body.StartsWith(':'))
        {
            return [.. Lines(body).Where(line => line.StartsWith(EventData, StringComparison.Ordinal))
                .Select(line => line[EventData.Length..].Trim()).Where(line => line is not ("" or EndOfEvents)).Select(Parse)];
        }

        try
        {
            return [Parse(body)];
        }
        catch (JsonException) when (Lines(body) is [['{', ..], ['{', ..], ..] lines)
        {
            return [.. lines.Select(Parse)];
        }
    }

    /// <summary>Returns a property of an object; null where there is none, or it is null, or this is no object.</summary>
    public static JsonElement? Find(this JsonElement value, string name)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found)
            && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? found
            : null;

    /// <summary>Returns the first of these properties that is there.</summary>
    public static JsonElement? FindAny(this JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.Find(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Returns the elements of a list; none where this is no list.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement? value)
        => value is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>Returns a whole number, also one in quotes or with a dot; null where it is none.</summary>
    public static long? Whole(this JsonElement? value)
        => value is { ValueKind: JsonValueKind.Number or JsonValueKind.String } number
            && double.TryParse(number.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            && Math.Abs(parsed) < long.MaxValue && parsed == Math.Floor(parsed)
            ? (long)parsed
            : null;

    /// <summary>
    /// Returns what a content says: a text, or parts of one, of which those that are thoughts are left out; anything else as JSON, since it
    /// may be the list that was asked for.
    /// </summary>
    /// <param name="content">The content.</param>
    /// <param name="ofThoughts">Whether the parts that are thoughts are wanted, and no others.</param>
    public static string Text(this JsonElement? content, bool ofThoughts = false) => content switch
    {
        null => "",
        { ValueKind: JsonValueKind.Array } parts when parts.EnumerateArray().Any(part => part.ValueKind == JsonValueKind.Object)
            => string.Concat(parts.EnumerateArray().Select(part => TextOfPart(part, ofThoughts))),
        { } text => ofThoughts ? "" : text.ToString(),
    };

    private static string TextOfPart(JsonElement part, bool ofThoughts)
    {
        var thoughts = part.FindAny("thinking", "reasoning");
        return ofThoughts ? thoughts.Text()
            : thoughts is not null ? ""
            : part.Find("text") is { } text ? (text.Find("value") ?? text).ToString()
            : part.ValueKind == JsonValueKind.String ? part.ToString() : "";
    }

    private static string[] Lines(string body) => body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, _lenient);
        return document.RootElement.Clone();
    }
}
