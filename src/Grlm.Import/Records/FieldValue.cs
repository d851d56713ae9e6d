using System.Text;
using System.Text.Json;

namespace Grlm.Import;

/// <summary>Represents a field of a record as its file holds it: text, or a value of JSON that says its type itself.</summary>
internal readonly struct FieldValue
{
    private readonly Cell _cell;
    private readonly JsonElement _json;

    /// <summary>Makes a field of a table.</summary>
    public FieldValue(Cell cell) => _cell = cell;

    /// <summary>Makes a value of JSON; valid as long as its document.</summary>
    public FieldValue(JsonElement json) => _json = json;

    /// <summary>Tells whether there is nothing in it.</summary>
    public bool IsEmpty => _json.ValueKind switch
    {
        JsonValueKind.Undefined => string.IsNullOrEmpty(_cell.Text),
        JsonValueKind.Null => true,
        JsonValueKind.String => _json.ValueEquals(string.Empty),
        JsonValueKind.Array => _json.GetArrayLength() == 0,
        _ => false,
    };

    /// <summary>Gets what its type is called: <c>a list</c>.</summary>
    public string Kind => _json.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "a text",
    };

    /// <summary>Tells whether it is one value, and not a list or an object.</summary>
    public bool IsSingle => _json.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);

    /// <summary>Tells whether it is true or false, and not text.</summary>
    public bool IsTruth => _json.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Gets the value as it stands.</summary>
    public Cell Cell => _json.ValueKind is not JsonValueKind.Undefined
        ? Cell.Of(_json) : _cell.Text is null ? new Cell(string.Empty) : _cell;

    /// <summary>Reads a text: of a list of texts, all of them in a row. False for what is no text, such as an object.</summary>
    public bool TryText(out string text)
    {
        text = string.Empty;
        if (IsEmpty)
            return true;
        if (_json.ValueKind is JsonValueKind.Undefined)
        {
            // A cell of a table may hold a list as well, as JSON or as Python writes it.
            text = _cell.Text;
            if (text is ['[', .., ']'] && LiteralList.TryRead(text, out var list))
                text = list;
            return true;
        }

        if (_json.ValueKind is JsonValueKind.Array)
            return LiteralList.TryJoin(_json, out text);
        text = Cell.Text;
        return IsSingle && !IsTruth;
    }

    /// <summary>Reads category paths as JSON lists of lists; false where the value has none of their forms.</summary>
    public bool TryPaths(out string paths)
        => _json.ValueKind is not JsonValueKind.Undefined
            ? CategoryPaths.TryNormalize(_json, out paths) : CategoryPaths.TryNormalize(Cell.Text, out paths);
}

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
