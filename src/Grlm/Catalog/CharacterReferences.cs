using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Grlm.Internal;

/// <summary>
/// Decodes the character references of HTML and XML (<c>&amp;amp;</c>, <c>&amp;quot;</c>, <c>&amp;#39;</c>, <c>&amp;#x27;</c>): the markup
/// in which feeds carry a text, which is no part of it. Stricter than browsers, so that no text is taken for markup: the semicolon is
/// required (<c>R&amp;D</c>, <c>&amp;copy 2014</c>), unknown names stay as they are, and so do references to control characters. Once: of
/// <c>&amp;amp;quot;</c> stays <c>&amp;quot;</c>.
/// </summary>
public static partial class CharacterReferences
{
    // Numbers 128 to 159 mean Windows-1252 (HTML Living Standard, 13.2.5.80): &#146; is an apostrophe in every browser, and in a decade of
    // shops' data.
    private const string Windows1252 = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    // What encoders of HTML 5 write beyond the names of HTML 4.
    private static readonly FrozenDictionary<string, string> _html5 = new Dictionary<string, string>
    {
        ["AMP"] = "&",
        ["LT"] = "<",
        ["GT"] = ">",
        ["QUOT"] = "\"",
        ["COPY"] = "©",
        ["REG"] = "®",
        ["TRADE"] = "™",
        ["comma"] = ",",
        ["period"] = ".",
        ["colon"] = ":",
        ["semi"] = ";",
        ["excl"] = "!",
        ["quest"] = "?",
        ["num"] = "#",
        ["percnt"] = "%",
        ["dollar"] = "$",
        ["lowbar"] = "_",
        ["UnderBar"] = "_",
        ["lpar"] = "(",
        ["rpar"] = ")",
        ["lsqb"] = "[",
        ["lbrack"] = "[",
        ["rsqb"] = "]",
        ["rbrack"] = "]",
        ["lcub"] = "{",
        ["lbrace"] = "{",
        ["rcub"] = "}",
        ["rbrace"] = "}",
        ["sol"] = "/",
        ["bsol"] = "\\",
        ["ast"] = "*",
        ["plus"] = "+",
        ["equals"] = "=",
        ["commat"] = "@",
        ["grave"] = "`",
        ["Hat"] = "^",
        ["vert"] = "|",
        ["verbar"] = "|",
        ["hyphen"] = "‐",
        ["dash"] = "‐",
        ["Tab"] = "\t",
        ["NewLine"] = "\n",
        ["rsquor"] = "’",
        ["ldquor"] = "„",
        ["half"] = "½",
        ["check"] = "✓",
        ["star"] = "☆",
        ["starf"] = "★",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the text that the references stand for.</summary>
    public static string Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('&', StringComparison.Ordinal) ? Reference().Replace(text, Character) : text;
    }

    private static string Character(Match reference)
        => reference.Groups["decimal"] is { Success: true } digits ? OfCode(digits.Value, NumberStyles.None, reference.Value)
            : reference.Groups["hexadecimal"] is { Success: true } hexadecimal
            ? OfCode(hexadecimal.Value, NumberStyles.AllowHexSpecifier, reference.Value)
            : _html5.TryGetValue(reference.Groups["name"].Value, out var sign) ? sign
            : WebUtility.HtmlDecode(reference.Value);

    private static string OfCode(string digits, NumberStyles style, string reference)
    {
        var code = int.Parse(digits, style, CultureInfo.InvariantCulture);
        if (code is >= 0x80 and < 0xA0)
            code = Windows1252[code - 0x80];
        return Rune.TryCreate(code, out var rune) && (code is '\t' or '\n' or '\r' || !Rune.IsControl(rune)) ? rune.ToString() : reference;
    }

    [GeneratedRegex("&(?:#(?<decimal>[0-9]{1,7})|#[xX](?<hexadecimal>[0-9a-fA-F]{1,6})|(?<name>[a-zA-Z][a-zA-Z0-9]{1,31}));",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
