using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text.Json;
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

    /// <summary>Returns what the members of a ranker make their item vectors of, in order.</summary>
    public static IReadOnlyList<MemberKind> KindsOf(RankOptions options) =>
    [
        .. Enumerable.Repeat(MemberKind.Full, options.Members),
        .. Enumerable.Repeat(MemberKind.Content, options.ContentMembers),
        .. Enumerable.Repeat(MemberKind.Items, options.ItemMembers),
    ];

    /// <summary>Gets what the training so far has logged.</summary>
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
                Train(_models[member], member, DirectoryOf(member), epochs?[member],
                    kinds.Count == 1 && epochs is null ? context.Progress : progress.Of(member), stop);
                progress.Done(member);
            },
            cancellationToken);
        _logs.AddRange(
            kinds.Select((_, member) => TrainingCheckpoint.ReadLog(Path.Combine(DirectoryOf(member), TrainingCheckpoint.TrainingLog))));

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
            RecommendationSource.Ranker, _split, library, generator: null, () => RankerArtifact.Snapshot(_models, library),
            context.Progress, cancellationToken);
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
        RankerModel model, int member, string directory, int? epochs, IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
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

/// <summary>
/// Progress of models that train at the same time, as that of the first that is not done. Safe for concurrent use; what it is told to need
/// not be.
/// </summary>
/// <param name="progress">Where it is told.</param>
/// <param name="name">What the models are called.</param>
/// <param name="count">How many there are.</param>
internal sealed class EnsembleProgress(IProgress<StageProgress> progress, string name, int count)
{
    private readonly Lock _lock = new();
    private readonly StageProgress?[] _last = new StageProgress?[count];
    private readonly bool[] _done = new bool[count];

    /// <summary>Returns where one of the models tells its progress.</summary>
    public IProgress<StageProgress> Of(int model) => new One(this, model);

    /// <summary>Says that a model is done.</summary>
    public void Done(int model)
    {
        lock (_lock)
        {
            _done[model] = true;
        }
    }

    private void Report(int model, StageProgress value)
    {
        lock (_lock)
        {
            _last[model] = value;
            var shown = Array.IndexOf(_done, false) is >= 0 and var first && _last[first] is not null ? first : model;
            var told = _last[shown]!.Value;
            progress.Report(told with { Activity = $"{name} {shown + 1} of {count}, {told.Activity}" });
        }
    }

    private sealed class One(EnsembleProgress all, int model) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => all.Report(model, value);
    }
}

/// <summary>Holds what the training of a ranker's members logged.</summary>
/// <param name="Members">The epochs of each member, in order.</param>
internal sealed record EnsembleLog(IReadOnlyList<IReadOnlyList<EpochRecord>> Members)
{
    /// <summary>Gets the epoch of each member whose weights were kept.</summary>
    public IReadOnlyList<int> BestEpochs => [.. Members.Select(log => TrainingLoop.Best(log).Epoch)];

    /// <summary>Gets all epochs, each with the number of its member.</summary>
    public IEnumerable<EpochRecord> Lines => Members.SelectMany((log, member) => log.Select(epoch => epoch with { Member = member + 1 }));

    /// <summary>
    /// Returns the log of the ranker that a run with <see cref="RankOptions.Refit"/> replaces, if that one chose what this run would choose
    /// again.
    /// </summary>
    /// <param name="options">The run's options.</param>
    /// <param name="context">The run.</param>
    /// <returns>Null where there is no such ranker.</returns>
    public static EnsembleLog? OfLast(RankOptions options, StageContext context)
    {
        try
        {
            if (context.Last?.Options.Deserialize<RankOptions>(WorkspaceJson.Options) is not { } last
                || WorkspaceJson.Canonical(last) != WorkspaceJson.Canonical(options with { Refit = false })
                || context.Workspace.FilesOf(ArtifactNames.Ranker).Find(TrainingCheckpoint.TrainingLog) is not { } log)
            {
                return null;
            }

            var epochs = TrainingCheckpoint.ReadLog(log);
            return new EnsembleLog(
                [.. epochs.GroupBy(epoch => epoch.Member).OrderBy(member => member.Key).Select(member => member.ToArray())]);
        }
        catch (JsonException)
        {
            return null; // of another version
        }
    }
}

/// <summary>
/// Trains several models at the same time, each on a thread of its own. The small products of a small model gain little from a second
/// thread; a second model gains all of it.
/// </summary>
internal static class ModelThreads
{
    /// <summary>
    /// Trains them all, as many at a time as there are threads; of those that are left for the last time each gets more than one. The first
    /// error stops the others.
    /// </summary>
    /// <param name="count">How many models there are.</param>
    /// <param name="threads">Threads for tensor work in all; 0 for one a processor.</param>
    /// <param name="train">Trains one of them.</param>
    /// <param name="cancellationToken">Stops all of them.</param>
    public static void Train(int count, int threads, Action<int, CancellationToken> train, CancellationToken cancellationToken)
    {
        var all = threads > 0 ? threads : Environment.ProcessorCount;
        foreach (var models in Enumerable.Range(0, count).Chunk(all))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (models is [var only])
            {
                train(only, cancellationToken);
            }
            else
            {
                TrainTogether(models, all / models.Length, train, cancellationToken);
                TorchRuntime.Start(all); // the setting is the process's as well as a thread's
            }
        }
    }

    private static void TrainTogether(
        int[] models, int threadsOfEach, Action<int, CancellationToken> train, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var errors = new ConcurrentQueue<Exception>();
        var threads = Array.ConvertAll(models, model => new Thread(() => Work(model)) { IsBackground = true });
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (errors.FirstOrDefault(error => error is not OperationCanceledException) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        cancellationToken.ThrowIfCancellationRequested();

        void Work(int model)
        {
            try
            {
                TorchRuntime.Start(threadsOfEach);
                train(model, stop.Token);
            }
            catch (Exception error)
            {
                errors.Enqueue(error);
                stop.Cancel();
            }
        }
    }
}
