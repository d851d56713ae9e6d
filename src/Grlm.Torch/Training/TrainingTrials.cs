using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch;

/// <summary>Says what options of the training stages are tried with.</summary>
public static class TrainingTrials
{
    private const string RankSpace = """
        {
          "batchSize": [64, 128, 256],
          "blocks": [1, 2],
          "dropout": [0.1, 0.2, 0.3, 0.4, 0.5],
          "itemDropout": [0, 0.1, 0.3],
          "learningRate": [0.0005, 0.001, 0.002],
          "maximumHistory": [20, 50, 100],
          "temperature": [0.05, 0.07, 0.1],
          "width": [64, 128, 192]
        }
        """;

    private const string TrainSpace = """
        {
          "batchSize": [256, 512, 1024],
          "learningRate": [0.001, 0.002, 0.004],
          "weightDecay": [0, 0.01, 0.05]
        }
        """;

    /// <summary>
    /// Opens the trials of a stage. The data is read here once, and its test targets are dropped: see <see cref="TrainingData"/>.
    /// </summary>
    /// <param name="options">Which stage.</param>
    /// <param name="workspace">The workspace.</param>
    /// <exception cref="MissingPrerequisiteException">What the stage reads is not there yet.</exception>
    public static ITrialRunner Open(SweepOptions options, GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(options);
        var data = TrainingData.Read(workspace);
        if (options.Stage == SweptStage.Rank)
        {
            var rank = new RankStage(_ => data);
            return new StageTrials<RankOptions>(rank, RankSpace, workspace, rank.InputsOf(new RankOptions()).ArtifactsIn(workspace),
                options.Threads);
        }

        var train = new TrainStage(_ => data);
        return new StageTrials<TrainOptions>(train, TrainSpace, workspace, train.InputsOf(new TrainOptions()).Artifacts, options.Threads);
    }
}

/// <summary>Trials of a training stage's options, on training data alone. Safe for one caller at a time.</summary>
/// <typeparam name="TOptions">The stage's options record.</typeparam>
internal sealed class StageTrials<TOptions> : ITrialRunner
    where TOptions : class
{
    private const string Threads = "threads";

    private readonly IStage<TOptions, TrainingReport> _stage;
    private readonly GrlmWorkspace _workspace;
    private readonly int _threads;

    /// <param name="stage">The stage; it has the training data already.</param>
    /// <param name="space">See <see cref="ITrialRunner.Space"/>.</param>
    /// <param name="workspace">Holds the other artifacts that it reads.</param>
    /// <param name="inputs">Those artifacts.</param>
    /// <param name="threads">Threads for tensor work; 0 for one a processor.</param>
    public StageTrials(IStage<TOptions, TrainingReport> stage, string space, GrlmWorkspace workspace, IEnumerable<string> inputs,
        int threads)
    {
        (_stage, Space, _workspace, _threads) = (stage, space, workspace, threads);
        Inputs = string.Join(' ', inputs.Select(artifact => Artifacts.VersionOf(workspace, artifact)[..12]));
    }

    /// <inheritdoc/>
    public string Space { get; }

    /// <inheritdoc/>
    public string Inputs { get; }

    /// <inheritdoc/>
    public JsonObject Complete(JsonObject options)
    {
        var names = WorkspaceJson.Options.GetTypeInfo(typeof(TOptions)).Properties.Select(property => property.Name).ToList();
        if (options.Select(option => option.Key).FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new InvalidOptionsException(
                $"'{_stage.Name}' has no option '{unknown}' to search for. There are: {string.Join(", ", names)}.");
        }

        var read = Read(options);
        OptionsValidation.Validate(read);
        return (JsonObject)JsonNode.Parse(WorkspaceJson.Canonical(read))!;
    }

    /// <inheritdoc/>
    public async Task<(double Recall, double Ndcg)> RunAsync(
        JsonObject options, string directory, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var all = (JsonObject)options.DeepClone();
        all[Threads] = _threads;
        var report = await _stage.RunAsync(Read(all), new StageContext(_workspace, directory, progress), cancellationToken);
        return report is { ValidationRecallAt10: { } recall, ValidationNdcgAt10: { } ndcg }
            ? (recall, ndcg)
            : throw new InvalidOptionsException(
                "A search takes users with validation targets that are not trained on: leave out 'refit', or import longer histories.");
    }

    private TOptions Read(JsonObject options)
    {
        try
        {
            return options.Deserialize<TOptions>(WorkspaceJson.Options)!;
        }
        catch (JsonException error)
        {
            throw new InvalidOptionsException($"An option of '{_stage.Name}' does not take such a value: {error.Message}", error);
        }
    }
}
