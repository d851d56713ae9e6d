using System.Text.RegularExpressions;
using OxyPlot;

namespace Grlm.Reports;

/// <summary>
/// The colours of charts. They are drawn as stand-ins, which become variables of the page's style: the same picture is then right on light ground, on
/// dark, and on paper.
/// </summary>
internal static partial class ChartInk
{
    /// <summary>How many series can be told apart.</summary>
    public const int SeriesCount = 6;

    private const byte StandIn = 251;

    /// <summary>Letters.</summary>
    public static OxyColor Text { get; } = OxyColor.FromRgb(StandIn, 1, 0);

    /// <summary>Lines of the grid.</summary>
    public static OxyColor Grid { get; } = OxyColor.FromRgb(StandIn, 1, 1);

    /// <summary>The ground, where something must stand out from what lies below it.</summary>
    public static OxyColor Ground { get; } = OxyColor.FromRgb(StandIn, 1, 2);

    /// <summary>The colour of a series, from 0; beyond <see cref="SeriesCount"/> they come again.</summary>
    public static OxyColor Series(int number) => OxyColor.FromRgb(StandIn, 2, (byte)(number % SeriesCount));

    /// <summary>Puts the page's variables in the place of the stand-ins.</summary>
    public static string Resolve(string style) => StandIns().Replace(style, match => (match.Groups["kind"].Value, match.Groups["number"].Value) switch
    {
        ("2", var number) => $"var(--series-{number})",
        (_, "0") => "var(--chart-text)",
        (_, "1") => "var(--chart-grid)",
        _ => "var(--ground)",
    });

    [GeneratedRegex("rgb\\(251,(?<kind>[12]),(?<number>[0-9])\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StandIns();
}
