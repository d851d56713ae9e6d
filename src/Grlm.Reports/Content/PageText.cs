using System.Globalization;

namespace Grlm.Reports.Internal;

/// <summary>Texts of the page.</summary>
public static class PageText
{
    private const int LongestTitle = 160;

    /// <summary>Returns a share of a whole: <c>31 %</c>, <c>0.4 %</c>.</summary>
    public static string Percent(double part, double whole) => whole <= 0 ? "–" : (100 * part / whole) switch
    {
        0 => "0 %",
        var percent and (< 9.95 or > 99) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %"),
        var percent => string.Create(CultureInfo.InvariantCulture, $"{percent:0} %"),
    };

    /// <summary>Returns a title, cut where it is longer than anybody reads; an item without one is called by its id.</summary>
    public static string Title(string itemId, string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return Readable.Cut(title.Trim() is { Length: > 0 } text ? text : $"Item {itemId}", LongestTitle);
    }

    /// <summary>Returns a moment: <c>2026-11-23 19:07</c>, in universal time.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
