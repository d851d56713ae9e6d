using System.Globalization;
using System.Text.RegularExpressions;

namespace Grlm.Import;

/// <summary>Reads one number in any country's spelling, in digits of ASCII.</summary>
internal static partial class NumberText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The number; null where the text is none, or can be read as two.</summary>
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
            return text.Contains(',', StringComparison.Ordinal) || dots is DotMeaning.Groups ? Parse(Digits(text))
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

    [GeneratedRegex(@"^([0-9]{1,3}((\.[0-9]{3})+,|(,[0-9]{3})+\.|('[0-9]{3})+[.,]|( [0-9]{3})+[.,])|[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}\.)[0-9]+$", Linear)]
    private static partial Regex GroupedFraction();
}
