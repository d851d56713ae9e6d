using System.Text;
using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>Takes markup out of a description: comments, style sheets and scripts, tags, character references.</summary>
internal static partial class PlainText
{
    /// <summary>Time in proportion to the text, whatever it is.</summary>
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const int LongestSelector = 60;

    /// <summary>The text that a reader would see.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny('<', '&', '{'))
        {
            return text;
        }

        var visible = text.Contains('<', StringComparison.Ordinal) ? Hidden().Replace(text, " ") : text;
        return CharacterReferences.Decode(Tags().Replace(WithoutRules(visible), " . "));
    }

    /// <summary>Takes out style rules whose tags have been lost: <c>.header { font-size: 12px; }</c>.</summary>
    private static string WithoutRules(string text)
    {
        var kept = new StringBuilder(text.Length);
        var start = 0;
        while (text.IndexOf('{', start) is var open and >= 0 && text.IndexOf('}', open) is var close and >= 0)
        {
            var rule = text.LastIndexOf('{', close);
            kept.Append(text, start, SelectorStart(text, start, rule) - start).Append(' ');
            start = close + 1;
        }

        return start == 0 ? text : kept.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>Where the selector begins that ends at a brace: at its first class or identifier nearby, or else at the last word.</summary>
    private static int SelectorStart(string text, int from, int brace)
    {
        var word = brace;
        for (var place = brace - 1; place >= Math.Max(from, brace - LongestSelector) && IsInSelector(text[place]); place--)
        {
            var begins = place == from || char.IsWhiteSpace(text[place - 1]);
            var names = text[place] is '.' or '#' && place + 1 < brace && char.IsLetter(text[place + 1]);
            word = begins && (names || word == brace) && !char.IsWhiteSpace(text[place]) ? place : word;
        }

        return word;
    }

    private static bool IsInSelector(char letter) => char.IsLetterOrDigit(letter) || char.IsWhiteSpace(letter) || letter is '.' or '#' or ',' or '-' or '_' or ':' or '*';

    [GeneratedRegex("<!--.*?(?:-->|$)|<(?:style|script)\\b.*?(?:</(?:style|script)>|$)", Linear | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex("</?[a-zA-Z][^<>]*>", Linear)]
    private static partial Regex Tags();
}
