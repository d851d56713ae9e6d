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
        return TorchRuntime.RunAsync(options.Threads, () => new CompactTraining(options, context, cancellationToken).Run(), cancellationToken);
    }
}
