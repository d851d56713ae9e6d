using System.Text;
using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>Random texts that reach every corner of Unicode, ill-formed UTF-16 included.</summary>
internal static class TokenizerTexts
{
    private static readonly string[] _awkward =
        [" ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "\u200B", "'s", "'LL", "<|im_end|>", "e\u0301", "1½", "①"];

    private static readonly Gen<string> _piece = Gen.OneOf(
        Gen.Char[' ', '~'].Select(char.ToString),
        Gen.Int[0, _awkward.Length - 1].Select(choice => _awkward[choice]),
        Gen.Char.Select(char.ToString),
        Gen.Char['\u0300', '\u036F'].Select(char.ToString),
        Gen.Char['\u1100', '\u11FF'].Select(char.ToString),
        Gen.Char['\uD800', '\uDFFF'].Select(char.ToString),
        Gen.Int[0x10000, 0x10FFFF].Select(point => new Rune(point).ToString()),
        Gen.Int[0x1D400, 0x1D7FF].Select(point => new Rune(point).ToString()));

    public static Gen<string> Any { get; } = _piece.Array[0, 20].Select(string.Concat);

    /// <summary>With U+FFFD for every unpaired surrogate.</summary>
    public static string WellFormed(string text) => string.Concat(text.EnumerateRunes());
}
