using System.Buffers;
using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>Cuts a text at its added tokens: the leftmost one first, the longest of those that begin at one place.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly SearchValues<string> _anyToken;
    private readonly Dictionary<char, (string Content, AddedToken Token)[]> _byFirst;

    /// <param name="tokens">The tokens to find and the text that each is found by.</param>
    public AddedTokenSplitter(IReadOnlyCollection<(string Content, AddedToken Token)> tokens)
    {
        var findable = tokens.Where(token => token.Content.Length > 0).ToList();
        _anyToken = SearchValues.Create([.. findable.Select(token => token.Content)], StringComparison.Ordinal);
        _byFirst = findable
            .GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());
    }

    /// <summary>Returns the pieces of the text in order: added tokens, and what lies between them (without a token).</summary>
    public IEnumerable<(string Text, AddedToken? Token)> Split(string text)
    {
        var done = 0;
        for (var next = 0; TryFind(text, next, out var start, out var length, out var token); next = start + length)
        {
            if (token.SingleWord && !StandsAlone(text, start, start + length))
            {
                continue;
            }

            var from = token.LeftStrip ? Math.Max(done, text.AsSpan(0, start).TrimEnd().Length) : start;
            if (from > done)
            {
                yield return (text[done..from], null);
            }

            yield return (token.Content, token);
            done = start + length;
            done += token.RightStrip ? text.Length - done - text.AsSpan(done).TrimStart().Length : 0;
        }

        if (done < text.Length)
        {
            yield return (text[done..], null);
        }
    }

    private bool TryFind(string text, int from, out int start, out int length, out AddedToken token)
    {
        (start, length, token) = (text.AsSpan(from).IndexOfAny(_anyToken), 0, null!);
        if (start < 0)
        {
            return false;
        }

        start += from;
        foreach (var (content, candidate) in _byFirst[text[start]])
        {
            if (text.AsSpan(start).StartsWith(content, StringComparison.Ordinal))
            {
                (length, token) = (content.Length, candidate);
                return true;
            }
        }

        throw new InvalidOperationException("An added token was found that none of them begins.");
    }

    private static bool StandsAlone(string text, int start, int end)
        => (Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) != OperationStatus.Done || !IsWord(before))
            && (Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _) != OperationStatus.Done || !IsWord(after));

    /// <summary>Tells a word character as Unicode Technical Standard 18 has it, less the few symbols that count as alphabetic.</summary>
    private static bool IsWord(Rune rune) => rune.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(rune) is
        <= UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.ConnectorPunctuation;
}

/// <summary>Describes a token that is found in the text before anything else looks at it, such as <c>&lt;|im_end|&gt;</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">The text that it stands for.</param>
/// <param name="Special">Whether it steers the model rather than being text.</param>
/// <param name="Normalized">Whether it is looked for in the normalised text instead of in the text as given.</param>
/// <param name="LeftStrip">Whether it takes in the white space before it.</param>
/// <param name="RightStrip">Whether it takes in the white space after it.</param>
/// <param name="SingleWord">Whether it is left alone inside a word.</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool Normalized, bool LeftStrip, bool RightStrip, bool SingleWord);
