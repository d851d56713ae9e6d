using System.Net;
using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>Takes markup out of a description: comments, style sheets and scripts, tags, character references.</summary>
internal static partial class PlainText
{
    /// <summary>Time in proportion to the text, whatever it is.</summary>
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The text that a reader would see.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny('<', '&', '{'))
        {
            return text;
        }

        var visible = Tags().Replace(Rules().Replace(Hidden().Replace(text, " "), " "), " . ");
        return WebUtility.HtmlDecode(visible);
    }

    [GeneratedRegex("<!--.*?(?:-->|$)|<(?:style|script)\\b.*?(?:</(?:style|script)>|$)", Linear | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    /// <summary>A style rule whose tags have been lost: <c>.header { font-size: 12px; }</c>.</summary>
    [GeneratedRegex("[.#]?[\\w.#, -]{0,60}\\{[^{}]*\\}", Linear)]
    private static partial Regex Rules();

    [GeneratedRegex("</?[a-zA-Z][^<>]*>", Linear)]
    private static partial Regex Tags();
}
