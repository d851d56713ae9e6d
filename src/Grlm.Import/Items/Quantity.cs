using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Grlm.Import;

/// <summary>Reads prices and stocks from the forms in which shops keep them; what holds no number is not known, and no fault.</summary>
internal static class Quantity
{
    /// <summary>Stands for what is not known.</summary>
    public const double Unknown = double.NaN;

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789.,");

    /// <summary>Reads a JSON value: a number, a text with one in it, or true (1) or false (0).</summary>
    public static double Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Finite(value.GetDouble()),
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => Unknown,
    };

    /// <summary>
    /// Reads the first number of a text: <c>$1,299.00</c>, <c>12,50 €</c>, <c>3</c>, of a range (<c>5.99 - 20</c>) its lower end; <c>true</c> is 1,
    /// <c>false</c> 0. A comma before exactly three digits groups them, any other stands for the decimal point.
    /// </summary>
    public static double Of(string text)
    {
        if (bool.TryParse(text, out var truth))
        {
            return truth ? 1 : 0;
        }

        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return Unknown;
        }

        var length = text.AsSpan(start).IndexOfAnyExcept(_digits);
        var digits = (length < 0 ? text[start..] : text.Substring(start, length)).TrimEnd('.', ',');
        var comma = digits.LastIndexOf(',');
        var isGrouping = comma < 0 || digits.Length - comma == 4 || digits.IndexOf('.', comma) >= 0;
        digits = isGrouping ? digits.Replace(",", "", StringComparison.Ordinal) : digits.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Finite(number) : Unknown;
    }

    private static double Finite(double number) => double.IsFinite(number) ? number : Unknown;
}
