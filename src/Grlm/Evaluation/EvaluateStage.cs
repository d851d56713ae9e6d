using System.Security.Cryptography;

namespace Grlm;

/// <summary>
/// Evaluates the models of a workspace on every user that has a target, or on a sample of them: <c>metrics.json</c> and
/// <c>predictions.parquet</c>.
/// </summary>
public sealed class EvaluateStage : IStage<EvaluateOptions, EvaluationReport>
{
    private readonly Func<int, IModelLoader> _models;
    private readonly Func<GrlmWorkspace, Dataset> _readDataset;
    private readonly TimeProvider _clock;

    /// <param name="models">Loads the models, for so many threads: 0 for one a processor.</param>
    public EvaluateStage(Func<int, IModelLoader> models)
        : this(models, DatasetReader.Read)
    {
    }

    /// <param name="models">Loads the models, for so many threads.</param>
    /// <param name="readDataset">Reads the imported catalogue and histories of a workspace.</param>
    /// <param name="clock">Measures how long it takes.</param>
    internal EvaluateStage(
        Func<int, IModelLoader> models, Func<GrlmWorkspace, Dataset> readDataset, TimeProvider? clock = null)
        => (_models, _readDataset, _clock) = (models, readDataset, clock ?? TimeProvider.System);

    /// <inheritdoc/>
    public string Name => "evaluate";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Evaluation;

    /// <inheritdoc/>
    /// <remarks>
    /// An artifact for each protocol, source and part, <c>filtered-ranker-test</c>, and for what else decides its figures: free generation,
    /// another number of beams, a domain, users drawn.
    /// </remarks>
    public string VariantOf(EvaluateOptions options) => EvaluationRuns.VariantOf(options);

    /// <inheritdoc/>
    public StageInputs InputsOf(EvaluateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] artifacts = [ArtifactNames.Dataset, ArtifactNames.Terms, ArtifactNames.Ranker, ArtifactNames.Model];
        return new StageInputs(artifacts[..(Array.IndexOf(artifacts, options.Source.Artifact()) + 1)], []);
    }

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">A model, the term library or the dataset is not there yet, or the model has been
    /// trained on the targets.</exception>
    /// <exception cref="InvalidInputException">No user has enough interactions to be evaluated.</exception>
    public async Task<EvaluationReport> RunAsync(EvaluateOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var dataset = _readDataset(context.Workspace);
        CheckProtocol(options.Protocol, dataset.Split.Kind);
        using var engine = RecommendationEngine.Load(context.Workspace, dataset, _models(options.Threads), options.Source,
            options.Generation);
        CheckPart(options.Part, engine.IsRefit);
        var start = _clock.GetTimestamp();
        var all = TargetsOf(dataset, options);
        var targets = options.Users > 0 && options.Users < all.Count ? all.Sample(options.Users, options.Seed) : all;
        var figures = await MeasureAsync(options, context, engine, targets, cancellationToken);
        var source = EvaluationRuns.NameOf(options.Source);
        var report = new EvaluationReport(
            EvaluationRuns.NameOf(options.Protocol),
            source,
            EvaluationRuns.NameOf(options.Part),
            figures.Metrics.Users,
            _clock.GetElapsedTime(start).TotalSeconds,
            figures.All(),
            figures.Metrics.Intervals(options.Seed),
            await ModelFingerprint.OfAsync(source, context.Workspace.FilesOf(options.Source.Artifact()).Folder(), cancellationToken),
            engine.Library.Version)
        {
            DrawnFrom = targets == all ? null : all.Count,
            HiddenTargets = options.Protocol == EvaluationProtocol.Paper ? 0 : targets.CountRepeated(),
            Refit = engine.IsRefit,
            Generation = options.Source.Generates() ? EvaluationRuns.NameOf(options.Generation) : null,
            Beams = options.Source.Generates() ? options.Beams : null,
            Domain = options.Domain,
            Wish = options.Wish > 0 ? options.Wish : null,
            DistinctTermIds = figures.DistinctTermIds,
            Breakdown = figures.ByTrait(options.Seed),
        };
        // Without its seconds: an equal evaluation is to be an equal artifact. They are in the manifest, with the result.
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Metrics), report with { Seconds = null },
            cancellationToken);
        return report;
    }

    private static async Task<EvaluationFigures> MeasureAsync(
        EvaluateOptions options, StageContext context, RecommendationEngine engine, EvaluationTargets targets,
        CancellationToken cancellationToken)
    {
        var (dataset, popularity) = (engine.Dataset, engine.Popularity);
        var evaluator = new Evaluator(targets, engine.Library, engine.Recommender) { Domain = DomainOf(dataset.Catalog, options) };
        var figures = new EvaluationFigures(Evaluator.MetricsOf(options.Source), dataset.Catalog, engine.Library, targets, popularity);
        await using (var writer = await PredictionWriter.CreateAsync(
            Path.Combine(context.OutputDirectory, ArtifactNames.Predictions), dataset, targets, popularity, cancellationToken))
        {
            foreach (var batch in evaluator.Predict(options, cancellationToken))
            {
                evaluator.Add(figures.Metrics, batch, context.Progress);
                figures.Add(batch);
                await writer.AddAsync(batch, cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
        }

        return figures.Metrics.Users > 0 ? figures : throw new InvalidInputException(dataset.Split.Kind == SplitKind.LeaveOneOut
            ? $"No user has the {LeaveOneOutSplit.MinimumHistory} interactions that an evaluation takes. Import longer histories."
            : "No user has interactions both before the cut in time and after it. Import with another share for the test.");
    }

    private static EvaluationTargets TargetsOf(Dataset dataset, EvaluateOptions options)
        => DomainOf(dataset.Catalog, options) is { } domain
            ? dataset.Split.Targets(options.Part, dataset.Catalog, domain) : dataset.Split.Targets(options.Part);

    private static int? DomainOf(Catalog catalog, EvaluateOptions options)
    {
        if (options.Domain is null)
        {
            return null;
        }

        var domain = catalog.Domains.ToList().IndexOf(options.Domain);
        return domain >= 0 ? domain : throw new InvalidOptionsException(
            $"There is no domain '{options.Domain}'. There are: {string.Join(", ", catalog.Domains.Select(name => $"'{name}'"))}.");
    }

    /// <summary>
    /// Checks that the protocol is that of the dataset's split: the models were trained on the dataset's split: another protocol's targets
    /// would be among what they have seen.
    /// </summary>
    private static void CheckProtocol(EvaluationProtocol protocol, SplitKind split)
    {
        if ((protocol == EvaluationProtocol.Temporal) != (split == SplitKind.Temporal))
        {
            throw new MissingPrerequisiteException(split == SplitKind.Temporal
                ? "The dataset is split by time, and what was trained on it has seen most targets of other protocols. " +
                    "Run stage 'evaluate' with option 'protocol' 'temporal', or import again with option 'split' as leaveOneOut."
                : "Protocol temporal takes a dataset that is split by time, so that models don't learn from the future. " +
                    "Run stage 'import' with option 'split' 'temporal', and the stages after it again.");
        }
    }

    private static void CheckPart(SplitPart part, bool isRefit)
    {
        if (part == SplitPart.Validation && isRefit)
        {
            throw new MissingPrerequisiteException(
                "The ranker was refit on validation interactions, so they say nothing about it. " +
                    "Evaluate the test part, or run stage 'rank' without option 'refit' first.");
        }
    }
}

/// <summary>Names the model that figures come from: its kind and a hash of its configuration and weights.</summary>
internal static class ModelFingerprint
{
    private const int Digits = 12;

    /// <summary>
    /// Returns the name of the model in an artifact folder: <c>generator 3fa92bc01d77</c>; the kind alone where the folder has no model
    /// file.
    /// </summary>
    public static async Task<string> OfAsync(string kind, string folder, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder,
                "*.safetensors").Concat(Directory.EnumerateFiles(folder, "config.json")).Order(StringComparer.Ordinal).ToList()
            : [];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        return files.Count == 0 ? kind : $"{kind} {Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits]}";
    }
}

/// <summary>Everything that an evaluation reports of its users, gathered one prediction at a time. Not thread-safe.</summary>
internal sealed class EvaluationFigures
{
    private readonly MetricsAccumulator _metrics;
    private readonly ListDiversity _diversity;
    private readonly Breakdown[] _breakdowns;
    private readonly bool _isGenerated;
    private readonly TermLibrary _library;
    private long _termIds;
    private (double Met, int Users) _wishes;

    /// <param name="metrics">The metrics of all users.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="library">Their terms.</param>
    /// <param name="targets">What is predicted.</param>
    /// <param name="popularity">Training interactions of each item.</param>
    public EvaluationFigures(
        IReadOnlyList<MetricName> metrics, Catalog catalog, TermLibrary library, EvaluationTargets targets, IReadOnlyList<int> popularity)
    {
        _library = library;
        _metrics = new MetricsAccumulator(metrics);
        _diversity = new ListDiversity(library, popularity);
        _isGenerated = metrics.Any(metric => metric.Kind == MetricKind.ValidRate);
        _breakdowns = [Breakdown.ByDomain(catalog), Breakdown.ByHistoryLength(targets), Breakdown.ByTargetPopularity(popularity)];
    }

    /// <summary>Gets the metrics of all users.</summary>
    public MetricsAccumulator Metrics => _metrics;

    /// <summary>
    /// Mean over users of the term IDs that were generated, no two of a user alike; null where the source generates none of its own.
    /// </summary>
    public double? DistinctTermIds => _isGenerated ? (double)_termIds / Math.Max(1, _metrics.Users) : null;

    /// <summary>Takes in a batch; its metrics of all users are in <see cref="Metrics"/> already.</summary>
    public void Add(IReadOnlyList<UserPrediction> batch)
    {
        foreach (var prediction in batch)
        {
            _termIds += prediction.IsValid.Count;
            _diversity.Add(prediction.Items);
            AddWish(prediction);
            foreach (var breakdown in _breakdowns)
            {
                breakdown.Add(prediction);
            }
        }
    }

    /// <summary>Returns the figures of all users: metrics, then what the lists are like.</summary>
    public IReadOnlyDictionary<string, double> All()
        => new OrderedDictionary<string, double>(_metrics.Means().Concat(_diversity.Figures()).Concat(
            _wishes.Users > 0 ? [KeyValuePair.Create("wishMet@10", _wishes.Met / _wishes.Users)] : []));

    /// <summary>Counts for <c>wishMet@10</c>: mean over users with a wish of the share of their first ten items with the term.</summary>
    private void AddWish(UserPrediction prediction)
    {
        const int shown = 10;
        if (prediction.Wish is not { } term)
        {
            return;
        }

        var items = prediction.Items.Take(shown).ToList();
        var met = items.Count(item => _library.TermsOf(item.Item).Contains(term));
        _wishes = (_wishes.Met + ((double)met / Math.Max(1, items.Count)), _wishes.Users + 1);
    }

    /// <summary>Returns the metrics of users apart, by trait.</summary>
    /// <param name="seed">Seed of the bootstrap.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<EvaluationGroup>> ByTrait(int seed)
        => new OrderedDictionary<string, IReadOnlyList<EvaluationGroup>>(
            _breakdowns.Select(breakdown => KeyValuePair.Create(breakdown.Name, breakdown.Groups(seed))));
}
