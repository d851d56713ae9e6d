namespace Grlm;

/// <summary>
/// Makes the term library of a catalogue, from term IDs that exist already or from what a provider proposes:
/// <c>terms/term-ids.parquet</c>, <c>terms/term-index.bin</c> and <c>terms/report.json</c>.
/// </summary>
public sealed class TermsStage : IStage<TermsOptions, TermsReport>
{
    private readonly Func<GrlmWorkspace, Dataset> _readDataset;
    private readonly Func<GrlmWorkspace, Catalog, NeighborTable> _readNeighbors;
    private readonly TermProviderFactory? _providers;
    private readonly Func<TermsOptions, IReadOnlyList<string>> _filesOf;

    /// <summary>Makes the stage.</summary>
    /// <param name="models">The language models that terms can be made with; null where there is extraction alone.</param>
    public TermsStage(TermProviders? models = null)
        : this(
            DatasetReader.Read,
            NeighborTableFile.ByText.Read,
            models is null ? null : models.ProviderOf,
            models is null ? null : models.FilesOf)
    {
    }

    /// <param name="readDataset">Reads the imported dataset of a workspace.</param>
    /// <param name="readNeighbors">Reads the neighbours of a catalogue's items.</param>
    /// <param name="providers">Makes the providers other than extraction.</param>
    /// <param name="filesOf">The files that a provider's answers depend on, where it is not extraction.</param>
    internal TermsStage(
        Func<GrlmWorkspace, Dataset> readDataset,
        Func<GrlmWorkspace, Catalog, NeighborTable>? readNeighbors = null,
        TermProviderFactory? providers = null,
        Func<TermsOptions, IReadOnlyList<string>>? filesOf = null)
        => (_readDataset, _readNeighbors, _providers, _filesOf)
            = (readDataset, readNeighbors ?? NeighborTableFile.ByText.Read, providers, filesOf ?? (_ => []));

    /// <inheritdoc/>
    public string Name => "terms";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Terms;

    /// <inheritdoc/>
    public IReadOnlyList<string> Logs => [ArtifactNames.Generations];

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The options lack what their provider needs.</exception>
    public StageInputs InputsOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options switch
        {
            { TermIds: { } files } => new StageInputs([ArtifactNames.Dataset], files),
            _
                => new StageInputs([ArtifactNames.Dataset, ArtifactNames.Neighbors],
                    [.. new[] { options.Keep }.OfType<string>(), .. FilesOf(options)]),
        };
    }

    /// <inheritdoc/>
    public bool RunsAgain(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.RetryFailed;
    }

    /// <inheritdoc/>
    public void CheckReplacement(TermsOptions options, GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workspace);
        TermLibraryOrigin.CheckReplacement(workspace, options);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The term-ID file is not what it should be: see <see cref="TermIdReader"/>.</exception>
    /// <exception cref="InvalidOptionsException">The options contradict each other, or the term IDs that there are.</exception>
    /// <exception cref="MissingPrerequisiteException">There is no catalogue, no such file, or the items have no neighbours yet.</exception>
    public async Task<TermsReport> RunAsync(TermsOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options is { TermIds: not null, Keep: not null })
        {
            throw new InvalidOptionsException("'termIds' takes over a whole library, 'keep' a part of it: give one of the two.");
        }

        var dataset = _readDataset(context.Workspace);
        var catalog = dataset.Catalog;
        var (termIds, report) = options.TermIds is { } files
            ? await ImportAsync(files, options, catalog, context.Progress, cancellationToken)
            : await GenerateAsync(options, catalog, context, cancellationToken);
        await TermIdTable.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.TermIds), catalog, termIds, cancellationToken);
        TermIndexFile.Write(context.OutputDirectory, catalog, termIds, dataset.Split.Training.Popularity(catalog.Count));
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Report), report, cancellationToken);
        return report;
    }

    private static async Task<(IReadOnlyList<TermId?> TermIds, TermsReport Report)> ImportAsync(
        FileList files, TermsOptions options, Catalog catalog, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        const string activity = "reading term IDs";
        progress.Report(new StageProgress(activity, 0, catalog.Count, "items"));
        var reading = await TermIdReader.ReadAsync(files, catalog, options.Lenient, cancellationToken);
        CheckLength(files, reading.Length, options.Length);
        var report = TermLibraryFigures.Of(catalog, new TermLibrary(reading.TermIds)) with
        {
            Normalized = reading.Normalized,
            Repeating = reading.Repeating,
            Dropped = reading.Dropped,
            Failed = reading.TermIds.Count(termId => termId is null),
        };
        progress.Report(new StageProgress(activity, catalog.Count, catalog.Count, "items"));
        return (reading.TermIds, report);
    }

    private async Task<(IReadOnlyList<TermId?> TermIds, TermsReport Report)> GenerateAsync(
        TermsOptions options, Catalog catalog, StageContext context, CancellationToken cancellationToken)
    {
        var neighbors = _readNeighbors(context.Workspace, catalog);
        IReadOnlyList<TermId?> kept = new TermId?[catalog.Count];
        if (options.Keep is { } file)
        {
            var reading = await TermIdReader.ReadAsync(file, catalog, lenient: true, cancellationToken);
            CheckLength(file, reading.Length, options.Length);
            (kept, options) = (reading.TermIds, options with { Length = reading.Length });
        }

        options = options with { Length = options.LengthToMake };
        var nearest = options.NoContext ? NeighborTable.Empty(catalog.Count) : neighbors;
        var generated = await GenerateAsync(options, new TermContext(catalog, nearest, context), kept, cancellationToken);
        var report = ReportOf(generated, catalog, neighbors);
        if (options is { NoContext: true, Provider: TermProviders.Extract })
        {
            var withContext = await GenerateAsync(options, new TermContext(catalog, neighbors, context), kept, cancellationToken);
            report = report with { Context = ContextFiguresOf(generated, withContext, ReportOf(withContext, catalog, neighbors)) };
        }

        return (generated.TermIds, report);
    }

    private static void CheckLength(FileList files, int length, int? asked)
    {
        if (asked is { } wanted && wanted != length)
        {
            throw new InvalidOptionsException(
                $"The term IDs of {files} have {length} terms each, and option 'length' asks for {wanted}. " +
                    $"Leave it out, or give term IDs of {wanted} terms.");
        }
    }

    private static TermsReport ReportOf(GeneratedTerms generated, Catalog catalog, NeighborTable neighbors)
    {
        var library = new TermLibrary(generated.TermIds);
        var analysis = new LibraryAnalyzer(catalog, library, neighbors).Analyze();
        return TermLibraryFigures.Of(catalog, library) with
        {
            ValidAtFirst = generated.ValidAtFirst,
            Retried = generated.Retried,
            Extracted = generated.Extracted,
            Failed = generated.Failed,
            CollisionsRepaired = generated.Repaired,
            SharedTermsWithNeighbors = analysis.Neighbors?.SharedTerms,
            Analysis = analysis,
            Variants = generated.Variants,
            Merges = generated.Merges,
            Usage = generated.Usage,
            Failures =
                [.. generated.Failures.Select(failure => new TermFailure(catalog[failure.Item].Id, failure.Attempts, failure.Failure!))],
        };
    }

    private static ContextFigures ContextFiguresOf(GeneratedTerms without, GeneratedTerms with, TermsReport report)
        => new(
            Enumerable.Range(0, without.TermIds.Count).Count(item => !Equals(without.TermIds[item], with.TermIds[item])),
            report.UniqueTerms,
            report.SingletonTerms,
            report.SharedTermsWithNeighbors);

    private async Task<GeneratedTerms> GenerateAsync(
        TermsOptions options, TermContext context, IReadOnlyList<TermId?> existing, CancellationToken cancellationToken)
    {
        var extractor = new TermExtractor(context.Catalog, context.Neighbors, options.LengthToMake);
        var provider = options.Provider == TermProviders.Extract ? extractor : ProviderOf(options, context);
        try
        {
            return await new TermGeneration(context, provider, extractor, options).RunAsync(existing, cancellationToken);
        }
        finally
        {
            await ((provider as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
            (provider as IDisposable)?.Dispose();
        }
    }

    private IReadOnlyList<string> FilesOf(TermsOptions options) => options.Provider == TermProviders.Extract ? [] : _filesOf(options);

    private ITermProvider ProviderOf(TermsOptions options, TermContext context)
        => _providers?.Invoke(options, context)
            ?? throw new TermProviders().Unknown(options.Provider);
}
