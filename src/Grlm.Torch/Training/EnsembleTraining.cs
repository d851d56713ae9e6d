using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Trains the members of a ranker at the same time, each in a folder of its own below the output, and puts them together. A member that an
/// interrupted run has finished is loaded instead.
/// </summary>
internal sealed class EnsembleTraining : IDisposable
{
    private const string Folder = "members";
    private const string Weights = "weights.safetensors";

    private readonly RankOptions _options;
    private readonly ItemInputs _inputs;
    private readonly TrainingSplit _split;
    private readonly string _name;
    private readonly List<RankerModel> _models = [];
    private readonly List<IReadOnlyList<EpochRecord>> _logs = [];

    /// <param name="options">Options of the stage.</param>
    /// <param name="inputs">What is known of the items; stays the caller's.</param>
    /// <param name="split">The users' histories.</param>
    /// <param name="name">What this training is called, for its folder and its progress.</param>
    public EnsembleTraining(RankOptions options, ItemInputs inputs, TrainingSplit split, string name)
        => (_options, _inputs, _split, _name) = (options, inputs, split, name);

    /// <summary>What the members of a ranker make their item vectors of, in order.</summary>
    public static IReadOnlyList<MemberKind> KindsOf(RankOptions options) =>
    [
        .. Enumerable.Repeat(MemberKind.Full, options.Members),
        .. Enumerable.Repeat(MemberKind.Content, options.ContentMembers),
        .. Enumerable.Repeat(MemberKind.Items, options.ItemMembers),
    ];

    /// <summary>What the training so far has logged.</summary>
    public EnsembleLog Log => new(_logs);

    /// <summary>Trains all members.</summary>
    /// <param name="context">Where states go and progress is told.</param>
    /// <param name="epochs">How many epochs each member trains; null to stop each when validation no longer improves.</param>
    /// <param name="cancellationToken">Stops between two steps; what is done stays.</param>
    public void Train(StageContext context, IReadOnlyList<int>? epochs, CancellationToken cancellationToken)
    {
        var kinds = KindsOf(_options);
        var progress = new EnsembleProgress(context.Progress, _name, kinds.Count);
        _models.AddRange(kinds.Select(kind => new RankerModel(ShapeOf(_options), kind, _inputs, CPU)));
        ModelThreads.Train(
            kinds.Count,
            _options.Threads,
            (member, stop) =>
            {
                Train(_models[member], member, DirectoryOf(member), epochs?[member], kinds.Count == 1 && epochs is null ? context.Progress : progress.Of(member), stop);
                progress.Done(member);
            },
            cancellationToken);
        _logs.AddRange(kinds.Select((_, member) => TrainingCheckpoint.ReadLog(Path.Combine(DirectoryOf(member), TrainingCheckpoint.TrainingLog))));

        string DirectoryOf(int member) => Path.Combine(context.OutputDirectory, Folder, _name, $"{member + 1}");
    }

    /// <summary>Measures the members together, writes them as one ranker, and deletes their folders.</summary>
    /// <param name="context">Where it goes.</param>
    /// <param name="earlier">Log of the training that chose the number of epochs; null where there was none.</param>
    /// <param name="cancellationToken">Stops the measuring.</param>
    public TrainingReport Finish(StageContext context, EnsembleLog? earlier, CancellationToken cancellationToken)
    {
        var library = _inputs.Library;
        var validation = TrainingValidation.TryMeasure(
            RecommendationSource.Ranker, _split, library, generator: null, () => RankerArtifact.Snapshot(_models, library), context.Progress, cancellationToken);
        RankerArtifact.Save(context.OutputDirectory, _models, library, isRefit: earlier is not null);
        TrainingCheckpoint.WriteLog(
            Path.Combine(context.OutputDirectory, TrainingCheckpoint.TrainingLog), [.. earlier?.Lines ?? [], .. Log.Lines]);
        Directory.Delete(Path.Combine(context.OutputDirectory, Folder), recursive: true);
        return new TrainingReport(
            _models.Sum(model => model.Parameters.Count),
            _logs.Max(log => log[^1].Epoch),
            Log.BestEpochs.Max(),
            _logs.Sum(log => log[^1].Steps),
            validation?.Recall,
            validation?.Ndcg);
    }

    /// <inheritdoc/>
    public void Dispose() => _models.ForEach(model => model.Dispose());

    private static EncoderShape ShapeOf(RankOptions options) => new(options.Width, options.Blocks, options.Heads, options.MaximumHistory);

    private void Train(
        RankerModel model, int member, string directory, int? epochs, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var weights = Path.Combine(directory, Weights);
        if (File.Exists(weights))
        {
            SafetensorsFile.ReadInto(weights, model.Parameters.Named);
            return;
        }

        var options = _options with { Seed = TrainingSeed.OfMember(_options.Seed, member) };
        using var trainer = new RankTrainer(options, model, _inputs.Library, _split);
        new TrainingLoop(epochs ?? trainer.Epochs, _options.Patience).Run(
            trainer, directory, () => SafetensorsFile.Write(weights, model.Parameters.Named), progress, cancellationToken);
    }
}
