namespace Grlm.LanguageModels;

/// <summary>
/// Texts as Python sees them, which chat templates are written for: sequences of code points, with Python's idea of white space.
/// </summary>
internal static class PythonText
{
    /// <summary>Tells what is white space for <c>str.isspace</c>: that of .NET and the four separators of ASCII.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    public static string TrimEnd(string text, string? characters = null)
    {
        var end = text.Length;
        while (end > 0 && IsTrimmed(text[end - 1], characters))
        {
            end--;
        }

        return text[..end];
    }

    public static string TrimStart(string text, string? characters = null)
    {
        var start = 0;
        while (start < text.Length && IsTrimmed(text[start], characters))
        {
            start++;
        }

        return text[start..];
    }

    public static string Trim(string text, string? characters = null) => TrimStart(TrimEnd(text, characters), characters);

    /// <summary>Counts code points.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>Returns one string a code point.</summary>
    public static List<object?> Characters(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];

    /// <summary>Splits as Python's <c>str.split</c> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">Null: runs of white space, with none at the ends.</param>
    /// <param name="most">The most cuts; negative for all.</param>
    public static List<object?> Split(string text, string? separator, long most)
    {
        if (separator is { Length: 0 })
        {
            throw new TemplateFault("split() has an empty separator");
        }

        var parts = new List<object?>();
        var from = separator is null ? SkipSpaces(text, 0) : 0;
        while ((most < 0 || parts.Count < most) && FindCut(text, separator, from) is >= 0 and var cut)
        {
            parts.Add(text[from..cut]);
            from = separator is null ? SkipSpaces(text, cut) : cut + separator.Length;
        }

        if (separator is not null || from < text.Length)
        {
            parts.Add(text[from..]);
        }

        return parts;
    }

    private static int FindCut(string text, string? separator, int from)
    {
        if (separator is not null)
        {
            return text.IndexOf(separator, from, StringComparison.Ordinal);
        }

        while (from < text.Length && !IsSpace(text[from]))
        {
            from++;
        }

        return from < text.Length ? from : -1;
    }

    private static int SkipSpaces(string text, int from)
    {
        while (from < text.Length && IsSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private static bool IsTrimmed(char character, string? characters)
        => characters is null ? IsSpace(character) : characters.Contains(character);
}
