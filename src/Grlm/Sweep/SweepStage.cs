using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>Searches for options of a stage on validation users: <c>tuning/</c>.</summary>
/// <param name="open">Opens what trials are run with, in a workspace.</param>
/// <param name="clock">Measures time; the system's by default.</param>
public sealed class SweepStage(Func<SweepOptions, GrlmWorkspace, ITrialRunner> open, TimeProvider? clock = null)
    : IStage<SweepOptions, SweepReport>
{
    /// <summary>Holds the trials, a JSON line each.</summary>
    public const string LogName = "trials.jsonl";

    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Tuning;

    /// <inheritdoc/>
    public IReadOnlyList<string> Logs => [LogName];

    /// <inheritdoc/>
    public StageInputs InputsOf(SweepOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] shared = [ArtifactNames.Dataset, ArtifactNames.Terms];
        return new StageInputs(options.Stage == SweptStage.Train ? [.. shared, ArtifactNames.Ranker] : shared, []);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The space or the base names an option that there is not, or a value that it doesn't
    /// take.</exception>
    /// <exception cref="MissingPrerequisiteException">The budget was over before the first trial.</exception>
    public async Task<SweepReport> RunAsync(SweepOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        var runner = open(options, context.Workspace);
        var space = options.Space is { } given ? SearchSpace.Of(given) : SearchSpace.Parse(runner.Space);
        var start = runner.Complete(options.Base?.Deserialize<JsonObject>() ?? []);
        _ = runner.Complete(space.Draw(new Random(options.Seed), start)); // wrong names come to light at once
        var log = new SearchLog(Path.Combine(context.OutputDirectory, LogName), runner.Inputs);
        var search = new HyperparameterSearch(runner, space, options, log, clock ?? TimeProvider.System);
        var trials = Path.Combine(context.OutputDirectory, "trials");
        await search.RunAsync(start, trials, context.Progress, cancellationToken);
        var best = search.Best(start) ?? throw new MissingPrerequisiteException(
            $"{options.Minutes} minutes were over before the first trial. Give more (option 'minutes'): it goes on from where it is.")
        { KeepsWork = true };
        if (Directory.Exists(trials))
        {
            Directory.Delete(trials, recursive: true);
        }

        var report = SweepReport.Of(options.Stage, start, log, best);
        await ReportFile.WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.Report), report, cancellationToken);
        return report;
    }
}
