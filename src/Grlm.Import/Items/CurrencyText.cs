using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Grlm.Import;

/// <summary>Knows what may stand around the digits of an amount: signs and names of currencies, dashes in place of cents, words set apart by a space.</summary>
internal static partial class CurrencyText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string EastAsianMagnitudes = "十百千万萬億亿兆만천억";
    private const string SignsBefore = " :=";
    private const string SignsAfter = " /;!*+)";

    /// <summary>Names of currencies whose countries set thousands apart with dots.</summary>
    private static readonly FrozenSet<string> _dotGrouping = Words(
        "€ eur euro euros kr dkk nok sek isk brl reais ars clp cop try tl ₺ rp idr ₫ đ vnd zł zl pln kč kc czk huf ft ron lei rsd din bgn лв ₽ руб rub uah грн hrk kn");

    /// <summary>Names of currencies that are written close to the digits.</summary>
    private static readonly FrozenSet<string> _currencies = Words(
        "eur euro euros usd gbp jpy cny rmb inr aud cad nzd hkd sgd twd nt chf sfr fr krw thb php myr rm idr rp vnd đ zar r rub руб р try tl brl mxn ars clp cop pen "
        + "sek nok dkk isk kr pln zł zl czk kč kc huf ft ron lei bgn лв uah грн rsd din hrk kn ils nis aed dh dhs sar sr qar kwd egp mad tnd ngn kes pkr rs lkr bdt tk npr "
        + "元 円 圆 圓 塊 块 원 บาท 元起 dollar dollars pound pounds yen won rupees");

    /// <summary>Names that are shortened with a dot.</summary>
    private static readonly FrozenSet<string> _abbreviated = Words("rs kr fr sfr rp rm tk руб р лв грн din");

    /// <summary>Words of hundredths.</summary>
    private static readonly FrozenSet<string> _cents = Words("c ct cts cent cents ¢");

    /// <summary>Words that make another number of the digits, or no price at all.</summary>
    private static readonly FrozenSet<string> _magnitudes = Words(
        "k m mm mn mio mrd bn b million millions millionen milliarden milliard billion billions thousand thousands tausend tsd mille mil mln mld millones lakh lakhs lac lacs crore "
        + "crores cr dozen hundred percent prozent pct off save тыс млн млрд");

    private static readonly FrozenSet<string> _rangeMarks = Words("- -- to bis à a до 至 から …");

    private static readonly SearchValues<char> _otherSigns = SearchValues.Create("%‰<>≤≥~≈#");

    /// <summary>Whether a percent sign, a comparison or a word of magnitude makes something else of the digits than an amount.</summary>
    public static bool IsOtherwiseCounted(string text)
        => text.AsSpan().ContainsAny(_otherSigns) || WordsOf(text).Any(word => _magnitudes.Contains(word) || EastAsianMagnitudes.Contains(word[0], StringComparison.Ordinal));

    /// <summary>Whether the digits may follow a text, which then is no part of them.</summary>
    public static bool MayPrecede(string text)
    {
        var rest = text.TrimEnd();
        var isNegative = WithoutCurrencies(rest).TrimEnd().EndsWith('-');
        return !isNegative && (text.Length == 0 || SignsBefore.Contains(text[^1], StringComparison.Ordinal) || IsCurrencySign(text[^1]) || _currencies.Contains(LastWord(text)));
    }

    /// <summary>Whether a text may follow the digits, and then is no part of them.</summary>
    public static bool MayFollow(string text)
    {
        var rest = NoCents().Replace(text, string.Empty);
        if (rest.Length == text.Length && Sentence().IsMatch(text))
            rest = text[1..];
        var word = FirstWord(rest);
        var mayTouch = rest.Length == 0 || SignsAfter.Contains(rest[0], StringComparison.Ordinal) || IsCurrencySign(rest[0]) || _currencies.Contains(word) || _cents.Contains(word);
        return mayTouch && !rest.TrimStart().StartsWith('-');
    }

    /// <summary>Whether the digits before a text are hundredths.</summary>
    public static bool AreCents(string text) => _cents.Contains(FirstWord(text.TrimStart()));

    /// <summary>Whether what stands between two numbers makes a range of them.</summary>
    public static bool IsRange(string text) => _rangeMarks.Contains(WithoutCurrencies(text).Trim().ToLowerInvariant());

    /// <summary>Whether the dot before digits belongs to the word before it: <c>Rs.500</c>.</summary>
    public static bool IsAbbreviated(string before) => _abbreviated.Contains(LastWord(before));

    /// <summary>What a single dot before three digits means in a text.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="after">What stands behind the digits.</param>
    public static DotMeaning DotsIn(string text, string after)
    {
        var signs = text.Where(IsCurrencySign).Select(sign => sign.ToString());
        return WordsOf(text).Concat(signs).Any(_dotGrouping.Contains) || text.Contains("R$", StringComparison.Ordinal) || NoCents().IsMatch(after) ? DotMeaning.Groups
            : text.Any(sign => char.IsLetter(sign) || IsCurrencySign(sign)) ? DotMeaning.Unknown
            : DotMeaning.Point;
    }

    private static bool IsCurrencySign(char sign) => char.GetUnicodeCategory(sign) is UnicodeCategory.CurrencySymbol;

    private static string WithoutCurrencies(string text)
        => Word().Replace(string.Concat(text.Where(sign => !IsCurrencySign(sign))), word => _currencies.Contains(Plain(word.Value)) ? string.Empty : word.Value);

    private static IEnumerable<string> WordsOf(string text) => Word().Matches(text).Select(word => Plain(word.Value));

    private static string FirstWord(string text) => Word().Match(text) is { Success: true, Index: 0 } word ? Plain(word.Value) : text.StartsWith('¢') ? "¢" : string.Empty;

    private static string LastWord(string text) => Word().Matches(text) is [.., var word] && word.Index + word.Length == text.Length ? Plain(word.Value) : string.Empty;

    private static string Plain(string word) => word.TrimEnd('.').ToLowerInvariant();

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // A word, with the dot that shortens it.
    [GeneratedRegex(@"\p{L}+\.?", Linear)]
    private static partial Regex Word();

    // 12,- and 12.– and 199:- : a dash in place of the cents.
    [GeneratedRegex("^[.,:]-{1,2}", Linear)]
    private static partial Regex NoCents();

    // The mark that ends a sentence or a clause.
    [GeneratedRegex("^[.,]($| )", Linear)]
    private static partial Regex Sentence();
}
