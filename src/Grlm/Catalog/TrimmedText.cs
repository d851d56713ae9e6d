namespace Grlm.Internal;

/// <summary>
/// Takes off what nobody sees around a text: import does so with every field, and whoever asks for an id means the same one.
/// </summary>
public static class TrimmedText
{
    // White space as .NET sees it does not hold the byte order mark and the other signs without width.
    private const string WithoutWidth = "\uFEFF\u200B\u2060\u200E\u200F";

    /// <summary>Returns the text without white space, byte order marks and other signs without width at its ends.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (start, end) = (0, text.Length);
        while (start < end && IsEmpty(text[start]))
            start++;
        while (end > start && IsEmpty(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static bool IsEmpty(char sign) => char.IsWhiteSpace(sign) || WithoutWidth.Contains(sign, StringComparison.Ordinal);
}
