using System.Text.Encodings.Web;
using System.Text.Json;

namespace Grlm.Import;

/// <summary>
/// Reads category paths from the forms in which shops keep them: a list of paths, a flat list of strings (one path), or a string
/// (<c>A &gt; B</c>; <c>A &gt; B | A &gt; C</c>; <c>A|B</c>). They are kept as JSON lists of lists, the character references of their
/// levels decoded.
/// </summary>
internal static class CategoryPaths
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a JSON value; false where it is of none of the forms.</summary>
    public static bool TryNormalize(JsonElement value, out string paths)
    {
        List<List<string>> found = [];
        paths = string.Empty;
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            case JsonValueKind.String:
                found = Split(value.GetString()!);
                break;
            case JsonValueKind.Array when value.EnumerateArray().All(IsString):
                found.Add(PathOf(value));
                break;
            case JsonValueKind.Array
                when value.EnumerateArray().All(path => path.ValueKind is JsonValueKind.Array && path.EnumerateArray().All(IsString)):
                found.AddRange(value.EnumerateArray().Select(PathOf));
                break;
            default:
                return false;
        }

        paths = Write(found);
        return true;
    }

    /// <summary>Reads a field of a text table: one of the string forms, or JSON; false where JSON is begun and not right.</summary>
    public static bool TryNormalize(string text, out string paths)
    {
        if (!text.StartsWith('['))
        {
            paths = Write(Split(text));
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return TryNormalize(json.RootElement, out paths);
        }
        catch (JsonException)
        {
            paths = string.Empty;
            return false;
        }
    }

    private static bool IsString(JsonElement value) => value.ValueKind is JsonValueKind.String;

    private static List<string> PathOf(JsonElement path) => Clean(path.EnumerateArray().Select(level => level.GetString()!));

    // Where '>' separates levels, '|' separates paths; alone, either separates the levels of one path. A '>' that is written as a reference
    // separates where no other does: then the whole text was encoded, and its levels are not to be decoded twice.
    private static List<List<string>> Split(string text)
    {
        if (!text.Contains('>', StringComparison.Ordinal) && CharacterReferences.Decode(text) is var decoded
            && decoded.Contains('>', StringComparison.Ordinal))
            return [.. decoded.Split('|').Select(path => Trim(path.Split('>')))];
        return text.Contains('>', StringComparison.Ordinal)
            ? [.. text.Split('|').Select(path => Clean(path.Split('>')))]
            : [Clean(text.Split('|'))];
    }

    private static List<string> Clean(IEnumerable<string> levels) => Trim(levels.Select(CharacterReferences.Decode));

    private static List<string> Trim(IEnumerable<string> levels) => [.. levels.Select(TrimmedText.Of).Where(level => level.Length > 0)];

    private static string Write(List<List<string>> paths) => JsonSerializer.Serialize(paths.Where(path => path.Count > 0), Readable);
}
