namespace Grlm.Import;

/// <summary>What a field says, without what its transport put around it: white space and marks that nobody sees at its ends, character references.</summary>
internal static class FieldText
{
    // White space as .NET sees it does not hold the byte order mark and the other signs without width.
    private const string WithoutWidth = "\uFEFF\u200B\u2060\u200E\u200F";

    private const string SectionStart = "<![CDATA[", SectionEnd = "]]>";

    /// <summary>The text without white space, byte order marks and other signs without width at its ends.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsEmpty(text[start]))
            start++;
        while (end > start && IsEmpty(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>The text of a title, brand, category, description or domain, taken out of a CDATA section, its character references decoded once.</summary>
    public static string Decode(string text)
        => Trim(CharacterReferences.Decode(
            text.StartsWith(SectionStart, StringComparison.Ordinal) && text.EndsWith(SectionEnd, StringComparison.Ordinal)
                ? text[SectionStart.Length..^SectionEnd.Length]
                : text));

    /// <summary>Whether a text is what a program writes for nothing: SQL, pandas, Python, spreadsheets.</summary>
    public static bool StandsForNothing(string text) => text is "NULL" or "null" or "\\N" or "nan" or "NaN" or "NaT" or "None" or "<NA>" or "#N/A";

    private static bool IsEmpty(char sign) => char.IsWhiteSpace(sign) || WithoutWidth.Contains(sign, StringComparison.Ordinal);
}
