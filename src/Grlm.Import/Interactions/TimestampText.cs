using System.Globalization;

namespace Grlm.Import;

/// <summary>
/// Reads points in time: seconds or milliseconds since 1970, whole or with a fraction, or ISO 8601 (UTC where no offset is given).
/// </summary>
internal static class TimestampText
{
    // As seconds this is the year 5138, as milliseconds March 1973: numbers below it are seconds.
    private const double FirstMilliseconds = 1e11;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Milliseconds since 1970; null where the text is no point in time.</summary>
    public static long? Parse(ReadOnlySpan<char> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            if (Math.Abs((double)whole) >= FirstMilliseconds)
                return whole;
            return whole * 1000;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var milliseconds = Math.Round(Math.Abs(number) >= FirstMilliseconds ? number : number * 1000);
            return Math.Abs(milliseconds) < long.MaxValue ? (long)milliseconds : null;
        }

        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;
    }
}
