namespace Grlm.Cli;

/// <summary>
/// The import stage, which tries the term IDs that come with a catalogue on the new dataset before that takes the place of the last one:
/// a bad term ID file leaves everything as it was.
/// </summary>
internal sealed class ImportWithTermIds(IStage<ImportOptions, ImportReport> import, IStage<TermsOptions, TermsReport> terms)
    : IStage<ImportOptions, ImportReport>
{
    private const string Trial = "term-ids.trial";

    /// <inheritdoc/>
    public string Name => import.Name;

    /// <inheritdoc/>
    public string Folder => import.Folder;

    /// <summary>The options of the terms stage that goes with an import; null for one without term IDs.</summary>
    public static TermsOptions? TermsOptionsOf(ImportOptions options)
        => options.TermIds is { } files ? new TermsOptions { TermIds = files, Lenient = options.Lenient } : null;

    /// <inheritdoc/>
    public StageInputs InputsOf(ImportOptions options) => import.InputsOf(options);

    /// <inheritdoc/>
    public async Task<ImportReport> RunAsync(ImportOptions options, StageContext context, CancellationToken cancellationToken)
    {
        if (options.TermIds?.FirstOrDefault(path => !File.Exists(path)) is { } file)
        {
            throw new MissingPrerequisiteException($"There is no file '{file}'. Check the path of the term IDs.");
        }

        var report = await import.RunAsync(options, context, cancellationToken);
        if (TermsOptionsOf(options) is { } termsOptions)
        {
            var trial = Directory.CreateDirectory(Path.Combine(context.OutputDirectory, Trial));
            var workspace = context.Workspace.WithArtifactAt(Folder, context.OutputDirectory);
            await terms.RunAsync(termsOptions, new StageContext(workspace, trial.FullName, context.Progress), cancellationToken);
            trial.Delete(recursive: true);
        }

        return report;
    }
}
