namespace Grlm.Torch;

/// <summary>
/// Trains the generator: <c>model/</c>. That is the compact one on the workspace's ranker, or a pretrained language model on its
/// instructions, or one that was tuned on them elsewhere.
/// </summary>
public sealed class TrainStage : IStage<TrainOptions, TrainingReport>
{
    private readonly Func<GrlmWorkspace, TrainingData> _readData;

    /// <summary>Makes the stage on the data of its workspace.</summary>
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
    public StageInputs InputsOf(TrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(); // what cannot be is told before what is missing
        string[] always = [ArtifactNames.Dataset, ArtifactNames.Terms];
        return options switch
        {
            { Import: { } folder }
                => new([.. always, ArtifactNames.Instructions],
                    [.. ModelImport.FilesOf(folder), .. options.Base is null ? [] : FilesOf(options.Base)]),
            { Base: { } model, TermIds.Teacher: true }
                => new([.. always, ArtifactNames.Ranker, ArtifactNames.Instructions], FilesOf(model)),
            { Base: { } model } => new([.. always, ArtifactNames.Instructions], FilesOf(model)),
            _ => new([.. always, ArtifactNames.Ranker], []),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">Options exclude one another, or the run does not fit into memory.</exception>
    /// <exception cref="MissingPrerequisiteException">The dataset, the term library, the ranker, the instructions or the language model is
    /// not there yet.</exception>
    /// <exception cref="InvalidInputException">A model or a sample is damaged, or a model tuned elsewhere does not fit the
    /// workspace.</exception>
    public Task<TrainingReport> RunAsync(TrainOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        options.Validate();
        return TorchRuntime.RunAsync(
            options.Threads,
            () => options switch
            {
                { Import: not null } => new ModelImport(options, context, cancellationToken).Run(),
                { Base: not null } => new LanguageModelTraining(options, context, cancellationToken).Run(),
                _ => new CompactTraining(options, _readData(context.Workspace), context, cancellationToken).Run(),
            },
            cancellationToken);
    }

    private static IReadOnlyList<string> FilesOf(string model) => CheckpointLayout.Find(ModelReference.Resolve(model)).ListFiles();
}
