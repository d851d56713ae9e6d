using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Trains the compact generator on the workspace's ranker: <c>model/</c>.</summary>
public sealed class TrainStage : IStage<TrainOptions, TrainingReport>
{
    private readonly Func<GrlmWorkspace, TrainingData> _readData;

    /// <summary>The stage on the data of its workspace.</summary>
    public TrainStage()
        : this(TrainingData.Read)
    {
    }

    /// <param name="readData">Reads what it is trained on.</param>
    internal TrainStage(Func<GrlmWorkspace, TrainingData> readData) => _readData = readData;

    /// <inheritdoc/>
    public string Name => "train";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Model;

    /// <inheritdoc/>
    public StageInputs InputsOf(TrainOptions options) => new([ArtifactNames.Dataset, ArtifactNames.Terms, ArtifactNames.Ranker], []);

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">The dataset, the term library or the ranker is not there yet.</exception>
    public Task<TrainingReport> RunAsync(TrainOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return TorchRuntime.RunAsync(options.Threads, () => Run(options, context, cancellationToken), cancellationToken);
    }

    private TrainingReport Run(TrainOptions options, StageContext context, CancellationToken cancellationToken)
    {
        var (_, library, split) = _readData(context.Workspace);
        using var ranker = RankerArtifact.Load(context.Workspace, library, CPU);
        var inference = CompactModelLoader.LoadRanker(context.Workspace, library, options.Threads);
        using var model = GeneratorArtifact.Create(ranker.UnitItems, library);
        split = ranker.IsRefit ? split.WithValidation() : split; // a teacher that was refit knows them already
        using var trainer = new GeneratorTrainer(options, model, ranker, inference, library, split);
        FusionReport? fusion = null;
        var report = new TrainingLoop(options.Epochs, options.Patience).Run(
            trainer,
            context.OutputDirectory,
            () =>
            {
                GeneratorArtifact.Save(context.OutputDirectory, model, library);
                fusion = new FusionTuning(library, GeneratorArtifact.Snapshot(model, inference, library), inference)
                    .Choose(split, int.MaxValue, context.Progress, cancellationToken);
                FusionFile.Write(context.OutputDirectory, fusion);
            },
            context.Progress,
            cancellationToken);
        return report with { Fusion = fusion?.Chosen };
    }
}
