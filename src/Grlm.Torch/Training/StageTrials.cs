using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch;

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
    public StageTrials(IStage<TOptions, TrainingReport> stage, string space, GrlmWorkspace workspace, IEnumerable<string> inputs, int threads)
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
            throw new InvalidOptionsException($"'{_stage.Name}' has no option '{unknown}' to search for. There are: {string.Join(", ", names)}.");
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
            : throw new InvalidOptionsException("A search takes users with validation targets that are not trained on: leave out 'refit', or import longer histories.");
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
