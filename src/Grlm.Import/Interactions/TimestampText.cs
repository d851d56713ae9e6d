using System.Globalization;

namespace Grlm.Import;

/// <summary>
/// Reads points in time: a number since 1970, whole or with a fraction, whose size tells its unit, or ISO 8601 (UTC where no offset is
/// given). Only the years 1900 to 2200 are times: what lies outside them is another unit than it seems, or no time.
/// </summary>
internal static class TimestampText
{
    /// <summary>Holds what can be done about a time that cannot be read.</summary>
    public const string Remedy = "Write seconds, milliseconds, microseconds or nanoseconds since 1970, or 2014-07-23T10:00:00Z.";

    private const int TickDigits = 7;

    // Far beyond any time, and far within what a decimal holds in the finest unit.
    private const double LargestNumber = 1e20;

    private static readonly decimal _first = NanosecondsAt(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly decimal _end = NanosecondsAt(new DateTimeOffset(2201, 1, 1, 0, 0, 0, TimeSpan.Zero));

    // A unit's numbers begin at March 1973 and end in the year 5138, where the next one's begin.
    private static readonly (TimeUnit Unit, double End, long Nanoseconds)[] _units =
    [
        (TimeUnit.Seconds, 1e11, 1_000_000_000),
        (TimeUnit.Milliseconds, 1e14, 1_000_000),
        (TimeUnit.Microseconds, 1e17, 1_000),
        (TimeUnit.Nanoseconds, double.PositiveInfinity, 1),
    ];

    private static readonly string[] _forms =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",

        // Go, and what is exported by it; BigQuery.
        "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz 'UTC'",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'",
    ];

    /// <summary>Reads a point in time; false, with what is wrong, where the text is none.</summary>
    public static bool TryRead(string text, out PointInTime time, out string problem)
    {
        problem = string.Empty;
        if (!TryReadNumber(text, out time, out var nanoseconds) && !TryReadDate(text, out nanoseconds))
            problem = $"the timestamp '{text}' cannot be read.";
        else if (nanoseconds >= _first && nanoseconds < _end)
            time = time with { Nanoseconds = (long)nanoseconds };
        else if (DigitDate.Of(text) is { } date)
            problem = $"the timestamp '{text}' is a date written as digits ({date}), not a number since 1970.";
        else
            problem = $"the timestamp '{text}' lies outside the years 1900 to 2200.";
        return problem.Length == 0;
    }

    private static bool TryReadNumber(string text, out PointInTime time, out decimal nanoseconds)
    {
        (time, nanoseconds) = (default, 0);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            (time, nanoseconds) = InItsUnit(whole, Math.Abs((double)whole));
            return true;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) || !double.IsFinite(size))
            return false;

        // A double holds the nanoseconds of our days by steps of 256 only.
        (time, nanoseconds) =
            Math.Abs(size) < LargestNumber && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? InItsUnit(number, Math.Abs(size))
            : (default, decimal.MaxValue);
        return true;
    }

    private static (PointInTime Time, decimal Nanoseconds) InItsUnit(decimal number, double size)
    {
        if (size == 0)
            return (default, 0);
        var unit = Array.Find(_units, unit => size < unit.End);
        return (new PointInTime(0, unit.Unit), decimal.Floor(number * unit.Nanoseconds));
    }

    private static bool TryReadDate(string text, out decimal nanoseconds)
    {
        nanoseconds = 0;
        if (!DateTimeOffset.TryParseExact(WithoutNanoseconds(text, out var rest), _forms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time))
            return false;
        nanoseconds = NanosecondsAt(time) + rest;
        return true;
    }

    /// <summary>Takes off the digits of a fraction of a second that are finer than .NET's times, which have seven.</summary>
    private static string WithoutNanoseconds(string text, out int nanoseconds)
    {
        nanoseconds = 0;
        var start = text.IndexOf('.', StringComparison.Ordinal) + 1 + TickDigits;
        if (start <= TickDigits || start >= text.Length)
            return text;
        var length = text.AsSpan(start).IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text[start..] : text.Substring(start, length);
        if (digits.Length is 0 or > 2)
            return text;
        nanoseconds = int.Parse(digits.PadRight(2, '0'), CultureInfo.InvariantCulture);
        return text.Remove(start, digits.Length);
    }

    private static decimal NanosecondsAt(DateTimeOffset time)
        => (decimal)(time - DateTimeOffset.UnixEpoch).Ticks * PointInTime.NanosecondsInTick;
}

/// <summary>
/// Recognises dates that are written as digits alone, and so look like a number of seconds: <c>20140723</c>, <c>20140723123000</c>.
/// </summary>
internal static class DigitDate
{
    private static readonly Dictionary<int, (string Digits, string Form)> _forms = new()
    {
        [8] = ("yyyyMMdd", "yyyy-MM-dd"),
        [10] = ("yyyyMMddHH", "yyyy-MM-dd'T'HH:mm"),
        [12] = ("yyyyMMddHHmm", "yyyy-MM-dd'T'HH:mm"),
        [14] = ("yyyyMMddHHmmss", "yyyy-MM-dd'T'HH:mm:ss"),
        [17] = ("yyyyMMddHHmmssfff", "yyyy-MM-dd'T'HH:mm:ss.fff"),
    };

    /// <summary>Returns the date as it is to be written, if the digits are one of the years 1900 to 2200; else null.</summary>
    public static string? Of(string text)
    {
        // Programs that store such a date as floating point write 20140723.0.
        var digits = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        return _forms.TryGetValue(digits.Length, out var form)
            && DateTime.TryParseExact(digits, form.Digits, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1900 and <= 2200
                ? date.ToString(form.Form, CultureInfo.InvariantCulture)
                : null;
    }
}
