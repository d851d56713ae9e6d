using System.Globalization;

namespace Grlm.Import;

/// <summary>Recognises dates that are written as digits alone, and so look like a number of seconds: <c>20140723</c>, <c>20140723123000</c>.</summary>
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

    /// <summary>The date as it is to be written, if the digits are one of the years 1900 to 2200; else null.</summary>
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
