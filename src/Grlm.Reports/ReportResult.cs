namespace Grlm.Reports;

/// <summary>Holds what came of writing a report.</summary>
/// <param name="Path">Where the page is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sections">Its sections in order.</param>
public sealed record ReportResult(string Path, long Bytes, IReadOnlyList<ReportSection> Sections);
