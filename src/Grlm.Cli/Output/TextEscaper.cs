using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>
/// Writes out what would steer a terminal, or hide or turn around what its reader sees, so that titles, ids and a server's words are shown
/// and nothing more: <c>\u{1b}</c> stands for the escape character. Takes a text in pieces; not thread-safe.
/// </summary>
/// <remarks>
/// What that is Unicode's categories say: controls (C0, DEL, C1), format characters (overrides and isolates of direction, zero widths,
/// tags), separators of lines and paragraphs, halves of surrogate pairs. Line ends and tabs are layout and stay. So do joiners and
/// direction marks behind a letter of a script, or a picture, that takes them: Persian, Hindi and families are written with them.
/// </remarks>
/// <param name="notation">How a character that may not stand is written.</param>
internal sealed class TextEscaper(Func<int, string> notation)
{
    private const int ZeroWidthNonJoiner = 0x200C, ZeroWidthJoiner = 0x200D, LeftToRightMark = 0x200E, RightToLeftMark = 0x200F,
        ArabicLetterMark = 0x061C;
    private const int FirstOfJoiningScripts = 0x0590, LatinAgain = 0x1E00, GreekEnds = 0x1FFF;

    // Half of a pair, or a carriage return, whose other half may be in the next piece.
    private char? _pending;
    private Rune _before;

    /// <summary>Returns a whole text for people, with <c>\u{1b}</c> for what may not stand.</summary>
    public static string Escape(string text) => Whole(text, InText);

    /// <summary>Returns a JSON document whose strings mean the same, with <c>\u001b</c> for what may not stand.</summary>
    public static string EscapeJson(string document) => Whole(document, InJson);

    /// <summary>Writes a code as <c>\u{1b}</c>.</summary>
    public static string InText(int value) => $"\\u{{{value:x}}}";

    /// <summary>Returns the next piece of the text; what can't be judged yet comes with the one after.</summary>
    public string Next(ReadOnlySpan<char> piece)
    {
        ReadOnlySpan<char> text = _pending is { } pending ? string.Concat([pending], piece) : piece;
        _pending = null;
        var written = new StringBuilder(text.Length);
        while (text.Length > 0)
        {
            var plain = text.IndexOfAnyExceptInRange(' ', '~');
            if (plain != 0)
            {
                plain = plain < 0 ? text.Length : plain;
                written.Append(text[..plain]);
                _before = new Rune(text[plain - 1]);
                text = text[plain..];
                continue;
            }

            var status = Rune.DecodeFromUtf16(text, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData || text is "\r")
            {
                _pending = text[0];
                break;
            }

            if (status == OperationStatus.Done && MayStand(rune, text))
            {
                written.Append(text[..length]);
                _before = rune;
            }
            else
            {
                written.Append(notation(status == OperationStatus.Done ? rune.Value : text[0]));
                _before = default;
            }

            text = text[length..];
        }

        return written.ToString();
    }

    /// <summary>Returns what is left at the end of the text.</summary>
    public string End()
    {
        var left = _pending is { } pending ? notation(pending) : "";
        _pending = null;
        return left;
    }

    private static string Whole(string text, Func<int, string> notation)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var escaper = new TextEscaper(notation);
        return escaper.Next(text) + escaper.End();
    }

    private static string InJson(int value)
        => value > char.MaxValue ? string.Concat(char.ConvertFromUtf32(value).Select(half => InJson(half))) : $"\\u{value:x4}";

    private bool MayStand(Rune rune, ReadOnlySpan<char> text) => rune.Value switch
    {
        '\n' or '\t' => true,
        '\r' => text is ['\r', '\n', ..],
        ZeroWidthNonJoiner or ZeroWidthJoiner or LeftToRightMark or RightToLeftMark or ArabicLetterMark => TakesJoiners(_before),
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                => false,
            UnicodeCategory.Format => IsVisible(rune.Value),
            _ => true,
        },
    };

    private static bool TakesJoiners(Rune rune) => rune.Value is >= FirstOfJoiningScripts and not (>= LatinAgain and <= GreekEnds)
        && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);

    /// <summary>
    /// Signs that Unicode calls format characters because they go around the digits after them: ARABIC NUMBER SIGN and its like.
    /// </summary>
    private static bool IsVisible(int value)
        => value is (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;
}

/// <summary>
/// Makes the texts that tables and lists are made of. They are escaped before they are measured, so that columns are as wide as what is
/// drawn; the compiler lets nothing else of the command make one (BannedSymbols.txt).
/// </summary>
internal static partial class Printed
{
    /// <summary>Returns a text on one line: a name, an id, a figure.</summary>
    public static IRenderable Line(string text, Style? style = null) => Of(OneLine(text), style);

    /// <summary>Returns as much of a text as one line of so many columns holds, with an ellipsis where there was more.</summary>
    public static IRenderable Line(string text, int width, Style? style = null) => Of(Cut(OneLine(text), width), style);

    /// <summary>Returns a text with line ends of its own.</summary>
    public static IRenderable Block(string text, Style? style = null) => Of(TextEscaper.Escape(text), style);

    /// <summary>Returns as much of a text on one line as there turns out to be room for.</summary>
    public static IRenderable Fitting(string text) => Of(OneLine(text), style: null).Ellipsis();

    /// <summary>Columns that <see cref="Line(string, Style?)"/> takes.</summary>
    public static int WidthOf(string text) => Columns(OneLine(text));

#pragma warning disable RS0030 // The one place that makes texts, and escapes them.
    private static Text Of(string escaped, Style? style) => new(escaped, style);
#pragma warning restore RS0030

    private static string OneLine(string text) => TextEscaper.Escape(LineBreaks().Replace(text, " "));

    private static string Cut(string line, int width)
    {
        if (Columns(line) <= width)
        {
            return line;
        }

        var (end, taken) = (0, 0);
        foreach (var letter in Letters(line))
        {
            taken += Columns(letter);
            if (taken >= width)
            {
                break;
            }

            end += letter.Length;
        }

        return $"{line[..end].TrimEnd()}…";
    }

    private static IEnumerable<string> Letters(string line)
    {
        for (var letters = StringInfo.GetTextElementEnumerator(line); letters.MoveNext();)
        {
            yield return letters.GetTextElement();
        }
    }

    private static int Columns(string line) => new Segment(line).CellCount();

    [GeneratedRegex(@"[\r\n\t]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineBreaks();
}

/// <summary>Names the few styles that output is drawn in: the terminal's own colours, so that light and dark ones both do.</summary>
internal static class Styles
{
    public static Style Muted { get; } = new(decoration: Decoration.Dim);

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Accent { get; } = new(foreground: Color.Teal);
}
