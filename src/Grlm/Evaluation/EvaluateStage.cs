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
    /// <exception cref="MissingPrerequisiteException">A model, the term library or the dataset is not there yet, or the model has been trained on the targets.</exception>
    /// <exception cref="InvalidInputException">No user has enough interactions to be evaluated.</exception>
    public async Task<EvaluationReport> RunAsync(EvaluateOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var dataset = _readDataset(context.Workspace);
        CheckProtocol(options.Protocol, dataset.Split.Kind);
        var (catalog, histories) = dataset;
        var library = TermLibraryReader.Read(context.Workspace, catalog);
        using var models = _models.Load(context.Workspace, catalog, library, options.Source);
        CheckPart(options.Part, models.IsRefit);
        var recommender = new Recommender(library, models.Generator, models.Ranker, dataset.Split.Training.Popularity(catalog.Count));
        var evaluator = new Evaluator(dataset.Split.Targets(options.Part), library, recommender);
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
            throw new InvalidInputException(dataset.Split.Kind == SplitKind.LeaveOneOut
                ? $"No user has the {LeaveOneOutSplit.MinimumHistory} interactions that an evaluation takes. Import longer histories."
                : "No user has interactions both before the cut in time and after it. Import with another share for the test.");
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
            library.Version) { Refit = models.IsRefit };
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Metrics), report, cancellationToken);
        return report;
    }

    /// <summary>The models were trained on the dataset's split: another protocol's targets would be among what they have seen.</summary>
    private static void CheckProtocol(EvaluationProtocol protocol, SplitKind split)
    {
        if ((protocol == EvaluationProtocol.Temporal) != (split == SplitKind.Temporal))
        {
            throw new MissingPrerequisiteException(split == SplitKind.Temporal
                ? "The dataset is split by time, and what was trained on it has seen most targets of other protocols. Evaluate with '--protocol temporal', or import again without '--split temporal'."
                : "Protocol temporal takes a dataset that is split by time, so that models don't learn from the future. Run 'grlm import --split temporal' and the stages after it again.");
        }
    }

    private static void CheckPart(SplitPart part, bool isRefit)
    {
        if (part == SplitPart.Validation && isRefit)
        {
            throw new MissingPrerequisiteException(
                "The ranker was refit on validation interactions, so they say nothing about it. Evaluate the test part, or run 'grlm rank' without '--refit' first.");
        }
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}
