namespace Grlm;

/// <summary>Makes the term library of a catalogue from term IDs that exist already: <c>terms/term-ids.parquet</c> and <c>terms/report.json</c>.</summary>
public sealed class TermsStage : IStage<TermsOptions, TermsReport>
{
    private readonly Func<GrlmWorkspace, Catalog> _readCatalog;

    /// <summary>Makes the stage.</summary>
    public TermsStage()
        : this(workspace => DatasetReader.Read(workspace).Catalog)
    {
    }

    /// <param name="readCatalog">Reads the imported catalogue of a workspace.</param>
    internal TermsStage(Func<GrlmWorkspace, Catalog> readCatalog) => _readCatalog = readCatalog;

    /// <inheritdoc/>
    public string Name => "terms";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Terms;

    /// <inheritdoc/>
    public StageInputs InputsOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StageInputs([ArtifactNames.Dataset], [options.TermIds]);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The term-ID file is not what it should be: see <see cref="TermIdReader"/>.</exception>
    /// <exception cref="MissingPrerequisiteException">There is no catalogue, or no such file.</exception>
    public async Task<TermsReport> RunAsync(TermsOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var catalog = _readCatalog(context.Workspace);
        context.Progress.Report(new StageProgress("reading term IDs", 0, catalog.Count, "items"));
        var reading = await TermIdReader.ReadAsync(options.TermIds, catalog, options.Lenient, cancellationToken);
        var library = new TermLibrary(reading.TermIds);
        var report = TermLibraryFigures.Of(catalog, library) with
        {
            Normalized = reading.Normalized,
            Repeating = reading.Repeating,
            Dropped = reading.Dropped,
        };
        await TermIdTable.WriteAsync(
            Path.Combine(context.OutputDirectory, ArtifactNames.TermIds), catalog, reading.TermIds, cancellationToken);
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Report), report, cancellationToken);
        context.Progress.Report(new StageProgress("reading term IDs", catalog.Count, catalog.Count, "items"));
        return report;
    }
}
