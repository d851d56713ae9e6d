using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>
/// Finds lists of terms in what a model said: JSON, lists in brackets, numbered or bulleted lines, terms between commas, with prose, code
/// fences or thoughts around them, in which it does not look. What it finds it leaves as it is: a list of four stays one of four.
/// </summary>
internal static partial class TermListFinder
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly char[] _quotes = ['"', '\'', '`', '*', '“', '”', '‘', '’', ' ', '\t'];

    /// <summary>
    /// Returns all lists, shape by shape in the order of <see cref="TermListShape"/>, and of one shape in the order of the text.
    /// </summary>
    public static IEnumerable<TermList> In(string text)
    {
        var answer = Thoughts.Without(text);
        return [.. Json(answer), .. Bracketed(answer), .. OpenBracket(answer), .. Lines(answer), .. Commas(answer)];
    }

    private static IEnumerable<TermList> Json(string text)
    {
        for (var start = text.AsSpan().IndexOfAny('{', '['); start >= 0;)
        {
            var (terms, length) = JsonAt(text, start);
            if (terms is not null)
            {
                yield return new TermList(TermListShape.Json, terms, text.Substring(start, length));
            }

            var next = text.AsSpan(start + length).IndexOfAny('{', '[');
            start = next < 0 ? -1 : start + length + next;
        }
    }

    private static (IReadOnlyList<string>? Terms, int Length) JsonAt(string text, int start)
    {
        var end = text.IndexOf(text[start] == '{' ? '}' : ']', start);
        if (end < 0)
        {
            return (null, 1);
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start, end + 1 - start));
            return (TextsOf(document.RootElement), end + 1 - start);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, 1); // the last two: half a surrogate pair, escaped or not
        }
    }

    private static IReadOnlyList<string>? TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(IsText)
            => [.. value.EnumerateArray().Select(text => text.ToString())],
        JsonValueKind.Object
            => value.EnumerateObject().Select(property => property.Value.ValueKind == JsonValueKind.Array ? TextsOf(property.Value) : null)
            .FirstOrDefault(texts => texts is not null)
            ?? SeparateTexts(value),
        _ => null,
    };

    /// <summary>Reads the terms of <c>{"term1": "soap", "term2": …}</c>.</summary>
    private static IReadOnlyList<string>? SeparateTexts(JsonElement value)
        => value.EnumerateObject().Count() > 1 && value.EnumerateObject().All(property => IsText(property.Value))
            ? [.. value.EnumerateObject().Select(property => property.Value.ToString())]
            : null;

    private static bool IsText(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private static IEnumerable<TermList> Bracketed(string text)
        => Brackets().Matches(text).Select(match => new TermList(TermListShape.Brackets, Split(match.Groups["list"].Value), match.Value));

    private static IEnumerable<TermList> OpenBracket(string text)
    {
        var open = text.LastIndexOf('[');
        return open >= 0 && !text.AsSpan(open).Contains(']')
            ? [new TermList(TermListShape.OpenBracket, Split(text[(open + 1)..]), text[open..])] : [];
    }

    private static IEnumerable<TermList> Lines(string text)
    {
        var lines = text.Split('\n').Select(line => Bullet().Match(line.Trim())).Where(match => match.Success).ToList();
        return lines.Count > 1
            ? [new TermList(TermListShape.Lines,
                [.. lines.Select(line => Clean(Explanation().Replace(line.Groups["term"].Value, "")))], text)]
            : [];
    }

    private static IEnumerable<TermList> Commas(string text)
        => text.Split('\n').Select(
            line => new TermList(TermListShape.Commas, Split(Introduction().Replace(line.Trim(), "").Trim(' ', '[', ']')), line));

    private static List<string> Split(string list) => [.. list.Split([',', ';', '\n']).Select(Clean).Where(term => term.Length > 0)];

    private static string Clean(string term) => term.Trim().Trim(_quotes).TrimEnd('.').Trim(_quotes);

    [GeneratedRegex(@"\[(?<list>[^\[\]]*)\]", Linear)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^(\d{1,2}[.):]|[-*•])\s*(?<term>\S.*)$", Linear)]
    private static partial Regex Bullet();

    /// <summary>
    /// Returns what follows a term on its line: <c>soap: what it is</c>, <c>soap - what it is</c>, <c>soap (what it is)</c>.
    /// </summary>
    [GeneratedRegex(@"\s*(:|\s[-–—]\s|\().*$", Linear)]
    private static partial Regex Explanation();

    /// <summary>Returns what goes before a list on its line: <c>The terms are: </c>.</summary>
    [GeneratedRegex(@"^[^,:]*:", Linear)]
    private static partial Regex Introduction();
}

/// <summary>Describes a list of terms in a text.</summary>
/// <param name="Shape">How it is written.</param>
/// <param name="Terms">The terms, without quotes and white space around them; not in normal form.</param>
/// <param name="Text">The part of the text that it is.</param>
internal readonly record struct TermList(TermListShape Shape, IReadOnlyList<string> Terms, string Text);

/// <summary>Says how a list of terms is written in a text.</summary>
internal enum TermListShape
{
    /// <summary>JSON list of texts, alone or among an object's properties; or an object whose properties are texts.</summary>
    Json,

    /// <summary><c>[a, b, c]</c>.</summary>
    Brackets,

    /// <summary>Bracket that is never closed: <c>[a, b, c</c>.</summary>
    OpenBracket,

    /// <summary>Numbered or bulleted lines, a term each.</summary>
    Lines,

    /// <summary>Terms between commas on a line.</summary>
    Commas,
}

/// <summary>
/// Parts what a model says from what it thinks on the way, which is no answer: <c>&lt;think&gt;…&lt;/think&gt;</c> and its relatives, also
/// where the opening tag stands in the prompt, where thoughts lie within each other, and where they are never closed.
/// </summary>
internal static partial class Thoughts
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
        | RegexOptions.IgnoreCase;

    // What is left of the channels of gpt-oss where a server leaves out the tokens between them.
    private const string BareThought = "analysis", BareAnswer = "assistantfinal";

    /// <summary>Parts a text.</summary>
    /// <returns>What is said beside and after the thoughts, and whether the text ends within one.</returns>
    public static (string Answer, bool AreOpen) Part(string text)
    {
        if (text.StartsWith(BareThought, StringComparison.Ordinal) && text.Length > BareThought.Length
            && char.IsAsciiLetterUpper(text[BareThought.Length]))
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

    /// <summary>Returns what is said beside and after the thoughts.</summary>
    public static string Without(string text) => Part(text).Answer;

    private static string KindOf(Match tag)
        => tag.Groups["channel"].Success ? "channel" : $"{tag.Value[0]}{tag.Groups["name"].Value.ToUpperInvariant()}";

    // Behind the tags: the brackets of Mistral's models, the channels of gpt-oss, of which the one called "final" is the answer, the
    // tokens of Apertus, and the sentences of Granite.
    [GeneratedRegex(
        @"[<◁]\|?(?<end>/|end_of_|end_)?(seed:|begin_of_|start_)?"
            + @"(?<name>think|thinking|thought|thoughts|reason|reasoning|reflection|analysis|scratchpad|cot|chain_of_thought"
            + @"|(inner_|internal_)?(monologue|thoughts?)|(thought|thinking|reasoning)_(process|steps?|content)|rationale|antthinking)"
            + @"(\s[^<>◁▷]*)?\|?[>▷]"
            + @"|(?-i:\[(?<end>/)?(?<name>THINK|THINKING)\])"
            + @"|(?<channel><\|channel\|>\s*((?<end>final)|[a-z]+)[^<]*<\|message\|>)"
            + @"|<\|(?<name>inner)_(prefix|(?<end>suffix))\|>"
            + @"|^\s*Here is my thought process:|(?<end>Here is my response:)",
        Linear)]
    private static partial Regex Tag();
}
