using System.Text.Json;

namespace Grlm.Import;

/// <summary>
/// Describes a value as a file holds it. Text files have text alone; JSON and Parquet say themselves what is a number, and a number is
/// compared by its value, not by its spelling.
/// </summary>
/// <param name="Text">The value as text, trimmed; empty where there is none.</param>
/// <param name="ExactTo">Up to where the form holds every whole number, where it says that this is a number; 0 where it is text.</param>
internal readonly record struct Cell(string Text, long ExactTo = 0)
{
    /// <summary>Whole numbers that a double, and so JSON, holds.</summary>
    public const long ExactInDouble = 1L << 53;

    /// <summary>Whole numbers that a float holds.</summary>
    public const long ExactInSingle = 1L << 24;

    /// <summary>Tells whether the form of the file says that this is a number.</summary>
    public bool IsNumber => ExactTo > 0;

    /// <summary>Returns a value of JSON; lists and objects as JSON, null as nothing.</summary>
    public static Cell Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => new Cell(string.Empty),
        JsonValueKind.String => new Cell(TrimmedText.Of(value.GetString()!)),
        JsonValueKind.Number => new Cell(value.GetRawText(), ExactInDouble),
        _ => new Cell(value.GetRawText()),
    };

    /// <summary>Returns a field of JSON; nothing where the object lacks it.</summary>
    public static Cell Of(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Of(value) : new Cell(string.Empty);

    /// <summary>Returns a value of a form that has text alone.</summary>
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>
/// Reads identifiers: text to the letter, a number as its digits, however it is written: <c>101.0</c> and <c>1.01e2</c> are <c>101</c>.
/// </summary>
internal static class IdText
{
    /// <summary>Holds what can be done about a number that is no identifier.</summary>
    public const string Remedy = "Write ids as text, or as whole numbers.";

    /// <summary>Returns the identifier, empty where there is none; false, with what is wrong, where a number cannot be one.</summary>
    public static bool TryRead(Cell cell, out string id, out string problem)
    {
        (id, problem) = (cell.Text, string.Empty);
        if (!cell.IsNumber || id.Length == 0 || WholeNumber.TryRead(cell.Text, cell.ExactTo, out id))
            return true;
        problem =
            $"the id {cell.Text} is a number, and not a whole one below {cell.ExactTo:N0}, up to where this type of number holds each.";
        return false;
    }
}

/// <summary>
/// Takes what a field says, without what its transport put around it: white space and marks that nobody sees at its ends, character
/// references.
/// </summary>
internal static class FieldText
{
    /// <summary>Holds what to do where a table's id reads as a word for nothing.</summary>
    public const string WordsForNothing = "NULL, nan and the like are ids only in quotes";

    private const string SectionStart = "<![CDATA[", SectionEnd = "]]>";

    /// <summary>
    /// Returns the text of a title, brand, category, description or domain, taken out of a CDATA section, its character references decoded
    /// once.
    /// </summary>
    public static string Decode(string text)
        => TrimmedText.Of(CharacterReferences.Decode(
            text.StartsWith(SectionStart, StringComparison.Ordinal) && text.EndsWith(SectionEnd, StringComparison.Ordinal)
                ? text[SectionStart.Length..^SectionEnd.Length]
                : text));

    /// <summary>Tells whether a text is what a program writes for nothing: SQL, pandas, Python, spreadsheets.</summary>
    public static bool StandsForNothing(string text)
        => text is "NULL" or "null" or "\\N" or "nan" or "NaN" or "NaT" or "None" or "<NA>" or "#N/A";
}
