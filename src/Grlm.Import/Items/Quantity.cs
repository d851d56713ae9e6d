using System.Globalization;

namespace Grlm.Import;

/// <summary>Reads prices and stocks from the forms in which shops keep them; what holds no number, or one that can be read in two ways, is not known, and no fault.</summary>
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
