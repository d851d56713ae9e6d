using System.Globalization;

namespace Grlm.Internal;

/// <summary>Reads whole numbers that programs have stored as floating point: <c>101.0</c> and <c>1.01e2</c> are <c>101</c>.</summary>
public static class WholeNumber
{
    /// <summary>Reads a number in decimal or scientific notation.</summary>
    /// <param name="number">The number; digits alone are kept to the letter, however many.</param>
    /// <param name="exactTo">Where it is written as floating point, the largest that its type holds exactly: beyond, digits have been
    /// lost.</param>
    /// <param name="digits">Its digits.</param>
    /// <returns>Whether it is a whole number within that.</returns>
    public static bool TryRead(string number, long exactTo, out string digits)
    {
        ArgumentNullException.ThrowIfNull(number);
        digits = number;
        var unsigned = number.AsSpan().TrimStart('-');
        if (!unsigned.IsEmpty && !unsigned.ContainsAnyExceptInRange('0', '9'))
            return true;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value != Math.Truncate(value)
            || !(Math.Abs(value) <= exactTo))
            return false;
        digits = ((long)value).ToString(CultureInfo.InvariantCulture);
        return true;
    }
}
