using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Grlm.Import;

/// <summary>
/// Reads the amount that a text names: <c>$1,299.00</c>, <c>1 299,00 €</c>, <c>CHF 12.–</c>, <c>₹1,29,999</c>, of a range (<c>5.99 - 20</c>) its lower end. All that touches
/// the digits must belong to the number, or the whole is not known: a piece of a number never passes for the number. Neither do percentages, numbers with a word
/// of magnitude (<c>1.2 million</c>), negative ones, or several.
/// </summary>
internal static partial class AmountText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Longer texts name no amount, or more than one.
    private const int LongestText = 200;

    /// <summary>The amount; null where the text names none, or none that is sure.</summary>
    public static double? Read(string text)
    {
        if (text.Length > LongestText || !TryPlain(text, out var plain))
            return null;
        List<Range> numbers = [.. Numbers().Matches(plain).Select(number => WithoutForeignDot(plain, number.Index, number.Index + number.Length))];
        if (numbers.Count is 0 or > 2 || CurrencyText.IsOtherwiseCounted(plain))
            return null;
        var (before, after) = (plain[..numbers[0].Start], plain[numbers[^1].End..]);
        if (!CurrencyText.MayPrecede(before) || !CurrencyText.MayFollow(after))
            return null;
        var dots = CurrencyText.DotsIn(plain, after);
        var lower = NumberText.Read(plain[numbers[0]], dots) / (CurrencyText.AreCents(after) ? 100 : 1);
        return numbers.Count == 1 ? lower
            : CurrencyText.IsRange(plain[numbers[0].End..numbers[1].Start]) && lower <= NumberText.Read(plain[numbers[1]], dots) ? lower
            : null;
    }

    // A dot that ends a word is the word's (Rs.500), not the number's.
    private static Range WithoutForeignDot(string text, int start, int end)
        => text[start] == '.' && CurrencyText.IsAbbreviated(text[..start]) ? (start + 1)..end : start..end;

    /// <summary>The text with the digits, spaces, apostrophes and dashes of all scripts as those of ASCII; false where it holds digits of other kinds, such as ½ or ².</summary>
    private static bool TryPlain(string text, out string plain)
    {
        var kept = new StringBuilder(text.Length);
        plain = string.Empty;
        foreach (var sign in text.Trim())
        {
            var category = char.GetUnicodeCategory(sign);
            if (category is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber)
                return false;
            if (category is UnicodeCategory.Format)
                continue;
            kept.Append(category is UnicodeCategory.DecimalDigitNumber ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(sign)) : Plain(sign, category));
        }

        plain = kept.ToString();
        return true;
    }

    private static char Plain(char sign, UnicodeCategory category) => sign switch
    {
        '’' or '‘' or 'ʼ' or '＇' or '´' or '`' or '′' => '\'',
        '٫' or '．' => '.',
        '，' => ',',
        '−' or '～' or '〜' => '-',
        '٬' => '\'',
        '＄' => '$',
        '％' or '٪' => '%',
        '／' => '/',
        '：' => ':',
        _ when category is UnicodeCategory.DashPunctuation => '-',
        _ when char.IsWhiteSpace(sign) => ' ',
        _ => sign,
    };

    // Everything that could belong to one number; whether it is one, NumberText says.
    [GeneratedRegex(@"[0-9]+([.,' ][0-9]+)*([eE][+-]?[0-9]+)?|[.,][0-9]+([.,' ][0-9]+)*([eE][+-]?[0-9]+)?", Linear)]
    private static partial Regex Numbers();
}
