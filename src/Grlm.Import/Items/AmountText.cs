using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Grlm.Import;

/// <summary>
/// Reads the amount that a text names: <c>$1,299.00</c>, <c>1 299,00 €</c>, <c>CHF 12.–</c>, <c>₹1,29,999</c>, of a range (<c>5.99 -
/// 20</c>) its lower end. All that touches the digits must belong to the number, or the whole is not known: a piece of a number never
/// passes for the number. Neither do percentages, numbers with a word of magnitude (<c>1.2 million</c>), negative ones, or several.
/// </summary>
internal static partial class AmountText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Longer texts name no amount, or more than one.
    private const int LongestText = 200;

    /// <summary>Returns the amount; null where the text names none, or none that is sure.</summary>
    public static double? Read(string text)
    {
        if (text.Length > LongestText || !TryPlain(text, out var plain))
            return null;
        List<Range> numbers =
            [.. Numbers().Matches(plain).Select(number => WithoutForeignDot(plain, number.Index, number.Index + number.Length))];
        if (numbers.Count is 0 or > 2 || CurrencyText.IsOtherwiseCounted(plain) || plain is ['(', .., ')']
            || numbers.Any(number => HasDotOfAnother(plain, number)))
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

    // Dhs.500 is no half, nor is ₹.500; $.99 is.
    private static bool HasDotOfAnother(string text, Range number)
        => text[number] is ['.', .. var digits] && text[..number.Start] is [.., var before]
            && (char.IsLetter(before) || (digits.Length > 2 && CurrencyText.IsCurrencySign(before)));

    /// <summary>
    /// Returns the text with the digits, spaces, apostrophes and dashes of all scripts as those of ASCII; false where it holds digits of
    /// other kinds, such as ½ or ².
    /// </summary>
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
            kept.Append(category is UnicodeCategory.DecimalDigitNumber
                ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(sign)) : Plain(sign, category));
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

/// <summary>
/// Reads prices and stocks from the forms in which shops keep them; what holds no number, or one that can be read in two ways, is not
/// known, and no fault.
/// </summary>
internal static class Quantity
{
    /// <summary>Stands for what is not known.</summary>
    public const double Unknown = double.NaN;

    /// <summary>Reads a number, a text that <see cref="AmountText"/> reads, or true (1) or false (0).</summary>
    public static double Of(Cell cell)
    {
        if (cell.IsNumber)
            return Known(double.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Unknown);
        return bool.TryParse(cell.Text, out var truth) ? (truth ? 1 : 0) : Known(AmountText.Read(cell.Text) ?? Unknown);
    }

    private static double Known(double number) => double.IsFinite(number) && number >= 0 ? number : Unknown;
}

/// <summary>Reads one number in any country's spelling, in digits of ASCII.</summary>
internal static partial class NumberText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Returns the number; null where the text is none, or can be read as two.</summary>
    /// <param name="text">Digits, and what stands between them.</param>
    /// <param name="dots">What a single dot before three digits means; a single comma there groups.</param>
    public static double? Read(string text, DotMeaning dots)
    {
        if (Plain().IsMatch(text))
            return Parse(text);
        if (LeadingPoint().IsMatch(text))
            return Parse("0." + text[1..]);
        if (Fraction().IsMatch(text))
            return Parse(text.Replace(',', '.'));
        if (Ambiguous().IsMatch(text))
        {
            return dots is DotMeaning.OfEither ? null
                : text.Contains(',', StringComparison.Ordinal) || dots is DotMeaning.Groups ? Parse(Digits(text))
                : dots is DotMeaning.Point ? Parse(text)
                : null;
        }

        if (Grouped().IsMatch(text))
            return Parse(Digits(text));
        return GroupedFraction().IsMatch(text) && text.LastIndexOfAny(['.', ',']) is var point
            ? Parse($"{Digits(text[..point])}.{text[(point + 1)..]}")
            : null;
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    // 12, 12.50e3: as programs write.
    [GeneratedRegex(@"^[0-9]+((\.[0-9]+)?[eE][+-]?[0-9]+)?$", Linear)]
    private static partial Regex Plain();

    // .99 and ,99, as Oracle and SQL Server print.
    [GeneratedRegex("^[.,][0-9]+$", Linear)]
    private static partial Regex LeadingPoint();

    // A mark that cannot group: not three digits behind it, more than three or a zero before it.
    [GeneratedRegex(@"^([0-9]+[.,]([0-9]{1,2}|[0-9]{4,})|(0[0-9]*|[0-9]{4,})[.,][0-9]{3})$", Linear)]
    private static partial Regex Fraction();

    [GeneratedRegex("^[1-9][0-9]{0,2}[.,][0-9]{3}$", Linear)]
    private static partial Regex Ambiguous();

    // Groups of three, by one mark throughout; of two before the last three, as in India.
    [GeneratedRegex(@"^([0-9]{1,3}((\.[0-9]{3}){2,}|(,[0-9]{3}){2,}|('[0-9]{3})+|( [0-9]{3})+)|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3})$", Linear)]
    private static partial Regex Grouped();

    [GeneratedRegex(
        @"^([0-9]{1,3}((\.[0-9]{3})+,|(,[0-9]{3})+\.|('[0-9]{3})+[.,]|( [0-9]{3})+[.,])|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}\.)[0-9]+$", Linear)]
    private static partial Regex GroupedFraction();
}

/// <summary>Says what a single dot before exactly three digits means: <c>1.299</c>.</summary>
internal enum DotMeaning
{
    /// <summary>Decimal point, as in numbers that programs write.</summary>
    Point,

    /// <summary>Sets thousands apart, as where prices are in euros, kronor or rupiah.</summary>
    Groups,

    /// <summary>Either: <c>$1.299</c> is a litre of petrol in one country and a telephone in another.</summary>
    Unknown,

    /// <summary>Either, and a comma as well: dinars have a thousand parts.</summary>
    OfEither,
}

/// <summary>
/// Knows what may stand around the digits of an amount: signs and names of currencies, dashes in place of cents, words set apart by a
/// space.
/// </summary>
internal static partial class CurrencyText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string EastAsianMagnitudes = "十百千万萬億亿兆만천억";
    private const string SignsBefore = " :=";
    private const string SignsAfter = " /;!*+)";

    /// <summary>Names of currencies whose countries set thousands apart with dots.</summary>
    private static readonly FrozenSet<string> _dotGrouping = Words(
        "€ eur euro euros kr dkk nok sek isk brl reais ars clp cop try tl ₺ rp idr ₫ đ vnd zł zl pln kč kc czk huf ft ron " +
            "lei rsd din bgn лв ₽ руб rub uah грн hrk kn");

    /// <summary>Names of currencies that are written close to the digits.</summary>
    private static readonly FrozenSet<string> _currencies = Words(
        "eur euro euros usd gbp jpy cny rmb inr aud cad nzd hkd sgd twd nt chf sfr fr krw thb php myr rm idr rp vnd đ zar " +
            "r rub руб р try tl brl mxn ars clp cop pen "
        + "sek nok dkk isk kr pln zł zl czk kč kc huf ft ron lei bgn лв uah грн rsd din hrk kn ils nis aed dh dhs sar sr " +
        "qar kwd egp mad tnd ngn kes pkr rs lkr bdt tk npr "
        + "bhd omr jod lyd iqd kd bd dt ksh kshs tsh shs "
        + "元 円 圆 圓 塊 块 원 บาท 元起 dollar dollars pound pounds yen won rupees");

    /// <summary>Names that are shortened with a dot.</summary>
    private static readonly FrozenSet<string> _abbreviated = Words("rs kr fr sfr rp rm tk dh dhs sr qr ksh kshs tsh shs руб р лв грн din");

    /// <summary>Names of currencies of a thousand parts: three digits behind a mark of theirs may be either.</summary>
    private static readonly FrozenSet<string> _ofThousandParts = Words("kwd bhd omr jod tnd lyd iqd kd bd dt");

    /// <summary>Words of hundredths.</summary>
    private static readonly FrozenSet<string> _cents = Words(
        "c ct cts cent cents ¢ p pence penny pennies öre øre centime centimes céntimos centimos centavo centavos centesimi "
            + "groszy grosze gr коп копеек копейки kopecks haléřů hal paise paisa sen kuruş kurus bani стотинки agorot satang สตางค์ "
            + "rappen pfennig");

    /// <summary>Words that make another number of the digits, or no price at all.</summary>
    private static readonly FrozenSet<string> _magnitudes = Words(
        "k m mm mn mio mrd bn b million millions millionen milliarden milliard billion billions thousand thousands tausend " +
            "tsd mille mil mln mld millones lakh lakhs lac lacs crore "
        + "crores cr dozen hundred percent prozent pct off save thou grand тыс тысяч тысячи млн млрд тис хил хиляди "
        + "tis tisíc tys tysięcy ezer mii mila tusen tusind tuhat tuhatta bin milyon milyar milhão milhões mi bi milioni "
        + "miljoen miljard miljon miljoner millió milion milionów miliony ribu rb juta jt miliar nghìn ngàn triệu tr tỷ "
        + "พัน หมื่น แสน ล้าน हजार हज़ार लाख करोड़ হাজার লাখ কোটি ألف الف آلاف مليون مليار هزار میلیون אלף אלפים מיליון χιλ "
        + "χιλιάδες εκ fils jiao millimes");

    private static readonly FrozenSet<string> _rangeMarks = Words("- -- to bis à a до 至 から …");

    private static readonly SearchValues<char> _otherSigns = SearchValues.Create("%‰<>≤≥~≈#");

    /// <summary>
    /// Tells whether a percent sign, a comparison or a word of magnitude makes something else of the digits than an amount.
    /// </summary>
    public static bool IsOtherwiseCounted(string text)
        => text.AsSpan().ContainsAny(_otherSigns)
            || WordsOf(text).Any(word => _magnitudes.Contains(word) || EastAsianMagnitudes.Contains(word[0], StringComparison.Ordinal));

    /// <summary>Tells whether the digits may follow a text, which then is no part of them.</summary>
    public static bool MayPrecede(string text)
    {
        var rest = text.TrimEnd();
        var isNegative = WithoutCurrencies(rest).TrimEnd().EndsWith('-');
        return !isNegative
            && (text.Length == 0 || SignsBefore.Contains(text[^1], StringComparison.Ordinal) || IsCurrencySign(text[^1])
                || _currencies.Contains(LastWord(text)));
    }

    /// <summary>Tells whether a text may follow the digits, and then is no part of them.</summary>
    public static bool MayFollow(string text)
    {
        var rest = NoCents().Replace(text, string.Empty);
        if (rest.Length == text.Length && Sentence().IsMatch(text))
            rest = text[1..];
        var word = FirstWord(rest);
        var mayTouch = rest.Length == 0 || SignsAfter.Contains(rest[0], StringComparison.Ordinal) || IsCurrencySign(rest[0])
            || _currencies.Contains(word) || _cents.Contains(word);
        return mayTouch && !rest.TrimStart().StartsWith('-');
    }

    /// <summary>Tells whether the digits before a text are hundredths.</summary>
    public static bool AreCents(string text) => _cents.Contains(FirstWord(text.TrimStart()));

    /// <summary>Tells whether what stands between two numbers makes a range of them.</summary>
    public static bool IsRange(string text) => _rangeMarks.Contains(WithoutCurrencies(text).Trim().ToLowerInvariant());

    /// <summary>Tells whether the dot before digits belongs to the word before it: <c>Rs.500</c>.</summary>
    public static bool IsAbbreviated(string before) => _abbreviated.Contains(LastWord(before));

    /// <summary>Returns what a single dot before three digits means in a text.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="after">What stands behind the digits.</param>
    public static DotMeaning DotsIn(string text, string after)
    {
        var signs = text.Where(IsCurrencySign).Select(sign => sign.ToString());
        return WordsOf(text).Any(_ofThousandParts.Contains) ? DotMeaning.OfEither
            : WordsOf(text).Concat(signs).Any(_dotGrouping.Contains) || text.Contains("R$", StringComparison.Ordinal)
            || NoCents().IsMatch(after) ? DotMeaning.Groups
            : text.Any(sign => char.IsLetter(sign) || IsCurrencySign(sign)) ? DotMeaning.Unknown
            : DotMeaning.Point;
    }

    /// <summary>Tells whether a sign is that of a currency.</summary>
    public static bool IsCurrencySign(char sign) => char.GetUnicodeCategory(sign) is UnicodeCategory.CurrencySymbol;

    private static string WithoutCurrencies(string text)
        => Word().Replace(string.Concat(text.Where(sign => !IsCurrencySign(sign))),
            word => _currencies.Contains(Plain(word.Value)) ? string.Empty : word.Value);

    private static IEnumerable<string> WordsOf(string text) => Word().Matches(text).Select(word => Plain(word.Value));

    private static string FirstWord(string text)
        => Word().Match(text) is { Success: true, Index: 0 } word ? Plain(word.Value) : text.StartsWith('¢') ? "¢" : string.Empty;

    private static string LastWord(string text)
        => Word().Matches(text) is [.., var word] && word.Index + word.Length == text.Length ? Plain(word.Value) : string.Empty;

    private static string Plain(string word) => word.TrimEnd('.').ToLowerInvariant();

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // A word, with the dot that shortens it.
    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]*\.?", Linear)]
    private static partial Regex Word();

    // 12,- and 12.– and 199:- : a dash in place of the cents.
    [GeneratedRegex("^[.,:]-{1,2}", Linear)]
    private static partial Regex NoCents();

    // The mark that ends a sentence or a clause.
    [GeneratedRegex("^[.,]($| )", Linear)]
    private static partial Regex Sentence();
}
