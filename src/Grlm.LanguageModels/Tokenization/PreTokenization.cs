using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>Cuts a text into the words that the model makes ids of. Safe to share between threads.</summary>
/// <param name="Steps">The cuts before the last step, in order.</param>
/// <param name="Rewrite">
/// How the last step writes a piece, before it cuts: given the piece and whether the whole text begins with it. Null where it stays as it
/// is.
/// </param>
/// <param name="WordSplit">The last step's own cut; null where it makes none.</param>
internal sealed record PreTokenization(IReadOnlyList<PreTokenizer> Steps, Func<string, bool, string>? Rewrite, PreTokenizer? WordSplit)
{
    /// <summary>Tells whether the model takes words as bytes.</summary>
    public bool IsByteLevel { get; init; }

    /// <summary>Calls <paramref name="take"/> with every word, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="take">Takes them.</param>
    /// <param name="isFirst">Whether the whole text begins here (default: yes), rather than behind an added token.</param>
    public void ForEachWord(string text, WordAction take, bool isFirst = true)
    {
        var runes = new RuneText(text);
        List<TextPiece> pieces = [new TextPiece(0, runes.Units.Length)];
        foreach (var step in Steps)
        {
            pieces = Cut(runes, pieces, step);
        }

        if (Rewrite is null)
        {
            TakeWords(runes, pieces, take);
            return;
        }

        foreach (var piece in pieces.Where(piece => piece.Length > 0))
        {
            var written = new RuneText(Rewrite(runes.Slice(piece.Start, piece.Length).ToString(), isFirst && piece.Start == 0));
            TakeWords(written, [new TextPiece(0, written.Units.Length)], take);
        }
    }

    private void TakeWords(RuneText runes, List<TextPiece> pieces, WordAction take)
    {
        foreach (var word in WordSplit is null ? pieces : Cut(runes, pieces, WordSplit))
        {
            if (word.Length > 0)
            {
                take(runes.Slice(word.Start, word.Length));
            }
        }
    }

    private static List<TextPiece> Cut(RuneText runes, List<TextPiece> pieces, PreTokenizer step)
    {
        var cut = new List<TextPiece>(pieces.Count);
        foreach (var piece in pieces)
        {
            if (piece.Length > 0)
            {
                step.Split(runes.Units, piece, cut);
            }
        }

        return cut;
    }

    /// <summary>Takes one word.</summary>
    public delegate void WordAction(ReadOnlySpan<char> word);
}

/// <summary>Describes a stretch of a text.</summary>
internal readonly record struct TextPiece(int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>
/// Represents a text in which every code point is one UTF-16 unit, so that a regular expression of .NET sees what one over code points
/// would: a code point beyond the basic plane is represented by a character of the same general category. No pattern can tell them apart by
/// anything else, as a pattern that names a character beyond the basic plane is refused.
/// </summary>
internal sealed class RuneText
{
    private readonly string _text;
    private readonly int[]? _starts;

    /// <param name="text">Well-formed UTF-16.</param>
    public RuneText(string text)
    {
        _text = text;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Units = text;
            return;
        }

        var (units, starts, start) = (new StringBuilder(text.Length), new List<int>(text.Length + 1), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            starts.Add(start);
            start += rune.Utf16SequenceLength;
            units.Append(UnitFor(rune));
        }

        starts.Add(start);
        (Units, _starts) = (units.ToString(), [.. starts]);
    }

    /// <summary>Gets one unit a code point.</summary>
    public string Units { get; }

    /// <summary>Returns the text itself between two units.</summary>
    public ReadOnlySpan<char> Slice(int start, int length)
        => _starts is null ? _text.AsSpan(start, length) : _text.AsSpan(_starts[start], _starts[start + length] - _starts[start]);

    /// <summary>
    /// Returns the character itself in the basic plane, beyond it one of the same category from a script that no pattern names.
    /// </summary>
    public static char UnitFor(Rune rune) => rune.IsBmp ? (char)rune.Value : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => '\u2C00',
        UnicodeCategory.LowercaseLetter => '\u2C30',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\uA015',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\u1BE6',
        UnicodeCategory.SpacingCombiningMark => '\u1B82',
        UnicodeCategory.EnclosingMark => '\u20DD',
        UnicodeCategory.DecimalDigitNumber => '\u1A80',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\u0BF0',
        UnicodeCategory.Format => '\u206A',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u1400',
        UnicodeCategory.OpenPunctuation => '\u169B',
        UnicodeCategory.ClosePunctuation => '\u169C',
        UnicodeCategory.OtherPunctuation => '\uA4FE',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.CurrencySymbol => '\u0BF9',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\u4DC0',
        _ => '\u0378',
    };
}

/// <summary>Takes what matched and what lay between, in order, and makes pieces of it as a <see cref="SplitBehavior"/> says.</summary>
internal struct PieceCollector(List<TextPiece> pieces, TextPiece whole, SplitBehavior behavior, bool invert)
{
    private int _end = whole.Start;
    private bool? _lastMatched;

    public void AddMatch(int start, int length)
    {
        AddGapUpTo(start);
        Add(new TextPiece(start, length), isMatch: !invert);
        _end = start + length;
    }

    public void Finish() => AddGapUpTo(whole.End);

    private void AddGapUpTo(int start)
    {
        if (start > _end)
        {
            Add(new TextPiece(_end, start - _end), isMatch: invert);
        }
    }

    private void Add(TextPiece piece, bool isMatch)
    {
        if (JoinsTheLast(isMatch))
        {
            pieces[^1] = pieces[^1] with { Length = piece.End - pieces[^1].Start };
        }
        else if (!isMatch || behavior != SplitBehavior.Removed)
        {
            pieces.Add(piece);
        }

        _lastMatched = isMatch;
    }

    private readonly bool JoinsTheLast(bool isMatch) => behavior switch
    {
        SplitBehavior.Contiguous => _lastMatched == isMatch,
        SplitBehavior.MergedWithPrevious => isMatch && _lastMatched == false,
        SplitBehavior.MergedWithNext => !isMatch && _lastMatched == true,
        _ => false,
    };
}

/// <summary>Says what becomes of the matches of a pattern that cuts a text.</summary>
internal enum SplitBehavior
{
    /// <summary>Match is a piece of its own.</summary>
    Isolated,

    /// <summary>Matches are dropped.</summary>
    Removed,

    /// <summary>Match ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Match begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece.</summary>
    Contiguous,
}
