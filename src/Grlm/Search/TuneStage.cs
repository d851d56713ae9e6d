using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>Searches for options of a stage on validation users: <c>tuning/</c>.</summary>
/// <param name="open">Opens what a stage's trials are run with, in a workspace.</param>
/// <param name="spaceOf">The values that are drawn from for a stage.</param>
/// <param name="clock">Measures time; the system's by default.</param>
public sealed class TuneStage(Func<TunedStage, GrlmWorkspace, ITrialRunner> open, Func<TunedStage, string> spaceOf, TimeProvider? clock = null)
    : IStage<TuneOptions, TuneReport>
{
    /// <summary>The trials, a JSON line each.</summary>
    public const string LogName = "trials.jsonl";

    /// <inheritdoc/>
    public string Name => "tune";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Tuning;

    /// <inheritdoc/>
    public IReadOnlyList<string> Logs => [LogName];

    /// <inheritdoc/>
    public StageInputs InputsOf(TuneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] shared = [ArtifactNames.Dataset, ArtifactNames.Terms];
        return new StageInputs(options.Stage == TunedStage.Train ? [.. shared, ArtifactNames.Ranker] : shared, []);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The space or the base names an option that there is not, or a value that it doesn't take.</exception>
    /// <exception cref="MissingPrerequisiteException">The budget was over before the first trial.</exception>
    public async Task<TuneReport> RunAsync(TuneOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var runner = open(options.Stage, context.Workspace);
        var space = options.Space is { } given ? SearchSpace.Of(given) : SearchSpace.Parse(spaceOf(options.Stage));
        var start = runner.Complete(options.Base?.Deserialize<JsonObject>() ?? []);
        _ = runner.Complete(space.Draw(new Random(options.Seed), start)); // wrong names come to light at once
        var log = new SearchLog(Path.Combine(context.OutputDirectory, LogName), runner.Inputs);
        var search = new HyperparameterSearch(runner, space, options, log, clock ?? TimeProvider.System);
        var trials = Path.Combine(context.OutputDirectory, "trials");
        await search.RunAsync(start, trials, context.Progress, cancellationToken);
        if (Directory.Exists(trials))
        {
            Directory.Delete(trials, recursive: true);
        }

        var best = search.Best(start) ?? throw new MissingPrerequisiteException(
            $"{options.Minutes} minutes were over before the first trial. Give more with '--minutes'.");
        var report = TuneReport.Of(options.Stage, start, log, best);
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Report), report, cancellationToken);
        return report;
    }
}
