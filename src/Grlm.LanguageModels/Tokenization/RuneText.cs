using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// A text in which every code point is one UTF-16 unit, so that a regular expression of .NET sees what one over code points would: a code point beyond
/// the basic plane is represented by a character of the same general category. No pattern can tell them apart by anything else,
/// as a pattern that names a character beyond the basic plane is refused.
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

    /// <summary>One unit a code point.</summary>
    public string Units { get; }

    /// <summary>The text itself between two units.</summary>
    public ReadOnlySpan<char> Slice(int start, int length)
        => _starts is null ? _text.AsSpan(start, length) : _text.AsSpan(_starts[start], _starts[start + length] - _starts[start]);

    /// <summary>The character itself in the basic plane, beyond it one of the same category from a script that no pattern names.</summary>
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
