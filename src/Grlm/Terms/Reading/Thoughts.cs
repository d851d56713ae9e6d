using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>
/// Parts what a model says from what it thinks on the way, which is no answer: <c>&lt;think&gt;…&lt;/think&gt;</c> and its relatives, also where the opening
/// tag stands in the prompt, where thoughts lie within each other, and where they are never closed.
/// </summary>
internal static partial class Thoughts
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    // What is left of the channels of gpt-oss where a server leaves out the tokens between them.
    private const string BareThought = "analysis", BareAnswer = "assistantfinal";

    /// <summary>Parts a text.</summary>
    /// <returns>What is said beside and after the thoughts, and whether the text ends within one.</returns>
    public static (string Answer, bool AreOpen) Part(string text)
    {
        if (text.StartsWith(BareThought, StringComparison.Ordinal) && text.Length > BareThought.Length && char.IsAsciiLetterUpper(text[BareThought.Length]))
        {
            var place = text.LastIndexOf(BareAnswer, StringComparison.Ordinal);
            return place < 0 ? ("", true) : (text[(place + BareAnswer.Length)..], false);
        }

        var answer = "";
        string? open = null;
        var start = 0;
        foreach (Match tag in Tag().Matches(text))
        {
            var kind = KindOf(tag);
            if (!tag.Groups["end"].Success)
            {
                answer += open is null ? text[start..tag.Index] : "";
                open ??= kind;
            }
            else if (open is null)
            {
                answer = ""; // It was opened in the prompt, or before a thought that lay within it was closed.
            }
            else if (open != kind)
            {
                continue;
            }
            else
            {
                open = null;
            }

            start = tag.Index + tag.Length;
        }

        return open is null ? (answer + text[start..], false) : (answer, true);
    }

    /// <summary>What is said beside and after the thoughts.</summary>
    public static string Without(string text) => Part(text).Answer;

    private static string KindOf(Match tag) => tag.Groups["channel"].Success ? "channel" : $"{tag.Value[0]}{tag.Groups["name"].Value.ToUpperInvariant()}";

    // The last two lines: the channels of gpt-oss, of which the one called "final" is the answer, and the brackets of Mistral's models.
    [GeneratedRegex(
        @"[<◁]\|?(?<end>/|end_of_|end_)?(seed:|begin_of_|start_)?(?<name>think|thinking|thought|thoughts|reason|reasoning|reflection|analysis|scratchpad)(\s[^<>◁▷]*)?\|?[>▷]"
            + @"|(?-i:\[(?<end>/)?(?<name>THINK|THINKING)\])"
            + @"|(?<channel><\|channel\|>\s*((?<end>final)|[a-z]+)[^<]*<\|message\|>)",
        Linear)]
    private static partial Regex Tag();
}
