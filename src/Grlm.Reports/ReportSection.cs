namespace Grlm.Reports;

/// <summary>Describes a section of the report.</summary>
/// <param name="Name">Its anchor in the page: <c>library</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Present">Whether the workspace has what it shows.</param>
/// <param name="Command">The stage or the command that makes what it lacks; null where it lacks nothing.</param>
public sealed record ReportSection(string Name, string Title, bool Present, string? Command);
