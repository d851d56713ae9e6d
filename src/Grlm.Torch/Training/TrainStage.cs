using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Trains the compact generator on the workspace's ranker: <c>model/</c>.</summary>
public sealed class TrainStage : IStage<TrainOptions, TrainingReport>
{
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

    private static TrainingReport Run(TrainOptions options, StageContext context, CancellationToken cancellationToken)
    {
        var dataset = DatasetReader.Read(context.Workspace);
        var library = TermLibraryReader.Read(context.Workspace, dataset.Catalog);
        using var ranker = RankerArtifact.Load(context.Workspace, library, CPU);
        var inference = CompactModelLoader.LoadRanker(context.Workspace, library, options.Threads);
        using var model = GeneratorArtifact.Create(ranker.UnitItems, library);
        var split = ranker.IsRefit ? dataset.Split.Training.WithValidation() : dataset.Split.Training; // its teacher knows them already
        using var trainer = new GeneratorTrainer(
            options, model, ranker, inference, library, split);
        return new TrainingLoop(options.Epochs, options.Patience).Run(
            trainer,
            context.OutputDirectory,
            () => GeneratorArtifact.Save(context.OutputDirectory, model, library),
            context.Progress,
            cancellationToken);
    }
}
