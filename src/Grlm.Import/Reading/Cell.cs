using System.Text.Json;

namespace Grlm.Import;

/// <summary>
/// A value as a file holds it. Text files have text alone; JSON and Parquet say themselves what is a number, and a number is compared by its value, not
/// by its spelling.
/// </summary>
/// <param name="Text">The value as text, trimmed; empty where there is none.</param>
/// <param name="ExactTo">Up to where the form holds every whole number, where it says that this is a number; 0 where it is text.</param>
internal readonly record struct Cell(string Text, long ExactTo = 0)
{
    /// <summary>Whole numbers that a double, and so JSON, holds.</summary>
    public const long ExactInDouble = 1L << 53;

    /// <summary>Whole numbers that a float holds.</summary>
    public const long ExactInSingle = 1L << 24;

    /// <summary>Whether the form of the file says that this is a number.</summary>
    public bool IsNumber => ExactTo > 0;

    /// <summary>A value of JSON; lists and objects as JSON, null as nothing.</summary>
    public static Cell Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => new Cell(string.Empty),
        JsonValueKind.String => new Cell(FieldText.Trim(value.GetString()!)),
        JsonValueKind.Number => new Cell(value.GetRawText(), ExactInDouble),
        _ => new Cell(value.GetRawText()),
    };

    /// <summary>A field of JSON; nothing where the object lacks it.</summary>
    public static Cell Of(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Of(value) : new Cell(string.Empty);

    /// <summary>A value of a form that has text alone.</summary>
    public static implicit operator Cell(string text) => new(text);
}
