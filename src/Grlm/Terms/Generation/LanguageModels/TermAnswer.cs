using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>
/// Finds the list of terms in what a model said: JSON, a list in brackets, numbered or bulleted lines, or terms between commas, with prose, code
/// fences or thoughts around it. What it finds it leaves as it is: a list of four stays one of four.
/// </summary>
internal static partial class TermAnswer
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly char[] _quotes = ['"', '\'', '`', '*', '“', '”', '‘', '’', ' ', '\t'];

    /// <summary>The terms; empty where there is no list.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        var answer = AfterThoughts(text);
        return Json(answer) ?? Bracketed(answer) ?? Lines(answer) ?? Commas(answer) ?? [];
    }

    private static string AfterThoughts(string text)
    {
        const string end = "</think>";
        var place = text.LastIndexOf(end, StringComparison.Ordinal);
        return place < 0 ? text : text[(place + end.Length)..];
    }

    /// <summary>The last JSON value in the text that is a list of texts, or has one among its properties.</summary>
    private static IReadOnlyList<string>? Json(string text)
    {
        IReadOnlyList<string>? found = null;
        for (var start = text.AsSpan().IndexOfAny('{', '['); start >= 0;)
        {
            var (terms, length) = JsonAt(text, start);
            found = terms ?? found;
            var next = text.AsSpan(start + length).IndexOfAny('{', '[');
            start = next < 0 ? -1 : start + length + next;
        }

        return found;
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
        catch (JsonException)
        {
            return (null, 1);
        }
    }

    private static IReadOnlyList<string>? TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() > 0 && value.EnumerateArray().All(IsText) => [.. value.EnumerateArray().Select(text => text.ToString())],
        JsonValueKind.Object => value.EnumerateObject().Select(property => property.Value.ValueKind == JsonValueKind.Array ? TextsOf(property.Value) : null)
            .FirstOrDefault(texts => texts is not null)
            ?? SeparateTexts(value),
        _ => null,
    };

    /// <summary>Of <c>{"term1": "soap", "term2": …}</c>.</summary>
    private static IReadOnlyList<string>? SeparateTexts(JsonElement value)
        => value.EnumerateObject().Count() > 1 && value.EnumerateObject().All(property => IsText(property.Value))
            ? [.. value.EnumerateObject().Select(property => property.Value.ToString())]
            : null;

    private static bool IsText(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private static IReadOnlyList<string>? Bracketed(string text)
        => Brackets().Matches(text).Select(match => Split(match.Groups["list"].Value)).LastOrDefault(terms => terms is { Count: > 1 });

    private static List<string>? Lines(string text)
    {
        var terms = text.Split('\n').Select(line => Bullet().Match(line.Trim())).Where(match => match.Success)
            .Select(match => Clean(Explanation().Replace(match.Groups["term"].Value, ""))).ToList();
        return terms.Count > 1 ? terms : null;
    }

    private static IReadOnlyList<string>? Commas(string text)
        => text.Split('\n').Select(line => Split(Introduction().Replace(line.Trim(), ""))).LastOrDefault(terms => terms is { Count: > 2 });

    private static IReadOnlyList<string>? Split(string list) => [.. list.Split([',', ';', '\n']).Select(Clean).Where(term => term.Length > 0)];

    private static string Clean(string term) => term.Trim().Trim(_quotes).TrimEnd('.').Trim(_quotes);

    [GeneratedRegex(@"\[(?<list>[^\[\]]*)\]", Linear)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^(\d{1,2}[.):]|[-*•])\s*(?<term>\S.*)$", Linear)]
    private static partial Regex Bullet();

    /// <summary>What follows a term on its line: <c>soap: what it is</c>, <c>soap - what it is</c>, <c>soap (what it is)</c>.</summary>
    [GeneratedRegex(@"\s*(:|\s[-–—]\s|\().*$", Linear)]
    private static partial Regex Explanation();

    /// <summary>What goes before a list on its line: <c>The terms are: </c>.</summary>
    [GeneratedRegex(@"^[^,:]*:", Linear)]
    private static partial Regex Introduction();
}
