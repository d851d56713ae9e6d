namespace Grlm;

/// <summary>
/// Evaluates the models of a workspace on every user that has a target: <c>metrics.json</c> and <c>predictions.parquet</c>.
/// </summary>
public sealed class EvaluateStage : IStage<EvaluateOptions, EvaluationReport>
{
    private readonly IModelLoader _models;
    private readonly Func<GrlmWorkspace, Dataset> _readDataset;
    private readonly TimeProvider _clock;

    /// <param name="models">Loads the models.</param>
    public EvaluateStage(IModelLoader models)
        : this(models, DatasetReader.Read)
    {
    }

    /// <param name="models">Loads the models.</param>
    /// <param name="readDataset">Reads the imported catalogue and histories of a workspace.</param>
    /// <param name="clock">Measures how long it takes.</param>
    internal EvaluateStage(
        IModelLoader models, Func<GrlmWorkspace, Dataset> readDataset, TimeProvider? clock = null)
        => (_models, _readDataset, _clock) = (models, readDataset, clock ?? TimeProvider.System);

    /// <inheritdoc/>
    public string Name => "evaluate";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Evaluation;

    /// <inheritdoc/>
    public StageInputs InputsOf(EvaluateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] shared = [ArtifactNames.Dataset, ArtifactNames.Terms, ArtifactNames.Ranker];
        return new StageInputs(options.Source == RecommendationSource.Generator ? [.. shared, ArtifactNames.Model] : shared, []);
    }

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">A model, the term library or the dataset is not there yet.</exception>
    /// <exception cref="InvalidInputException">No user has enough interactions to be evaluated.</exception>
    public async Task<EvaluationReport> RunAsync(EvaluateOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var (catalog, histories) = _readDataset(context.Workspace);
        var library = TermLibraryReader.Read(context.Workspace, catalog);
        using var models = _models.Load(context.Workspace, catalog, library, options.Source);
        var split = new LeaveOneOutSplit(histories);
        var recommender = new Recommender(library, models.Generator, models.Ranker, split.TrainingPopularity(catalog.Count));
        var evaluator = new Evaluator(split, library, recommender);
        var metrics = new MetricsAccumulator(Evaluator.MetricsOf(options.Source));
        var start = _clock.GetTimestamp();
        await using (var writer = await PredictionWriter.CreateAsync(
            Path.Combine(context.OutputDirectory, ArtifactNames.Predictions), catalog, histories, cancellationToken))
        {
            foreach (var batch in evaluator.Predict(options, cancellationToken))
            {
                evaluator.Add(metrics, batch, context.Progress);
                await writer.AddAsync(batch, cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
        }

        if (metrics.Users == 0)
        {
            throw new InvalidInputException(
                $"No user has the {LeaveOneOutSplit.MinimumHistory} interactions that an evaluation takes. Import longer histories.");
        }

        var seconds = _clock.GetElapsedTime(start).TotalSeconds;
        var isGenerator = options.Source == RecommendationSource.Generator;
        var folder = Path.Combine(context.Workspace.Root, isGenerator ? ArtifactNames.Model : ArtifactNames.Ranker);
        var source = NameOf(options.Source);
        var report = new EvaluationReport(
            NameOf(options.Protocol),
            source,
            NameOf(options.Part),
            metrics.Users,
            seconds,
            metrics.Means(),
            metrics.Intervals(options.Seed),
            await ModelFingerprint.OfAsync(source, folder, cancellationToken),
            library.Version);
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Metrics), report, cancellationToken);
        return report;
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}
