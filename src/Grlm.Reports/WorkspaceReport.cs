using System.Text;

namespace Grlm.Reports;

/// <summary>
/// Makes a workspace's report: one HTML page that asks nothing of the network and runs no script. The same workspace and options give the
/// same bytes. It holds no state.
/// </summary>
public static class WorkspaceReport
{
    /// <summary>Names the file name of the report.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the report of what a workspace holds so far.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="options">Where the page goes, and which users are shown.</param>
    /// <param name="cancellationToken">Stops it; the last report stays.</param>
    /// <exception cref="MissingPrerequisiteException">There is nothing in the workspace, or not the evaluation that the options
    /// name.</exception>
    /// <exception cref="InvalidInputException">A file of the workspace is damaged.</exception>
    /// <exception cref="InvalidOptionsException">An option is out of its range, or the page would go where a folder is.</exception>
    public static async Task<ReportResult> WriteAsync(GrlmWorkspace workspace, ReportOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.Validate(options);
        var path = options.Out ?? workspace.PathOf(ArtifactNames.Evaluation, FileName);
        if (Directory.Exists(path))
        {
            throw new InvalidOptionsException($"'{path}' is a folder. Name the file that the page goes to.");
        }

        var content = await ContentReader.ReadAsync(workspace, options, cancellationToken);
        var page = Encoding.UTF8.GetBytes(await PageRenderer.RenderAsync(content));
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteAllBytes(path, page);
        return new ReportResult(path, page.Length, content.Sections);
    }
}
