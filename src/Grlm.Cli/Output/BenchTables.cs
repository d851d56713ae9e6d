using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws the figures of a benchmark as tables.</summary>
internal static class BenchTables
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Names and values.</summary>
    public static IRenderable Of(BenchReport report) => ReportTables.Figures(
        $"{report.Source}, {Readable.Count(report.Items)} items, histories of {report.HistoryLength}, {report.Beams} beams",
        [
            ("Models loaded in", $"{report.LoadMilliseconds:0} ms"),
            ("One request, median", Milliseconds(report.OneRequest.Median)),
            ("90 % within", Milliseconds(report.OneRequest.P90)),
            ("99 % within", Milliseconds(report.OneRequest.P99)),
            ("Longest", Milliseconds(report.OneRequest.Longest)),
            ($"Users a second, {report.Threads} threads", Rate(report.UsersPerSecond)),
            ("Direct mappings a second", Rate(report.DirectPerSecond)),
            ("Structural mappings a second", Rate(report.StructuralPerSecond)),
            ("Memory of the models", Mebibytes(report.ModelBytes)),
            ("Allocated by a request", $"{report.AllocatedBytesPerRequest / 1024.0:0.0} KiB"),
            ("Memory more than before", Mebibytes(report.HeapGrowthBytes)),
            ("Largest working set", Mebibytes(report.PeakBytes)),
        ]);

    private static string Milliseconds(double time) => $"{time:0.00} ms";

    private static string Rate(double rate) => rate.ToString("#,0");

    private static string Mebibytes(long bytes) => $"{bytes / Mebibyte:0.0} MiB";
}
