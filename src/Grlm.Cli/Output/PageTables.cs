using Grlm.Reports;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws the report page as a table.</summary>
internal static class PageTables
{
    /// <summary>Draws where the page is, and what is on it.</summary>
    public static IRenderable Of(ReportResult report) => ReportTables.Figures(
        report.Path,
        report.Sections.Select(section => (section.Title, section.Command is { } command ? $"not yet: {command}" : "yes")));
}
