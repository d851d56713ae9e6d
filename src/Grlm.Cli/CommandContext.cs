using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Grlm.Cli;

/// <summary>Holds what a running command has at hand.</summary>
internal sealed class CommandContext
{
    public required ParseResult Parsed { get; init; }

    public required GrlmWorkspace Workspace { get; init; }

    /// <summary>Gets the workspace's <c>grlm.json</c>.</summary>
    public required WorkspaceSettings Settings { get; init; }

    public required Product Product { get; init; }

    public required Terminal Terminal { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Gets what relative paths on the command line are relative to.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Tells whether the result is printed as JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Tells whether stages run even if nothing has changed.</summary>
    public required bool Force { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Workspaces whose artifacts are copied where a stage would make the same.</summary>
    public IReadOnlyList<GrlmWorkspace> Siblings { get; init; } = [];

    /// <summary>Returns the same command in another workspace.</summary>
    public CommandContext In(GrlmWorkspace workspace, IReadOnlyList<GrlmWorkspace> siblings) => new()
    {
        Parsed = Parsed,
        Workspace = workspace,
        Settings = Settings,
        Product = Product,
        Terminal = Terminal,
        Logger = Logger,
        CurrentDirectory = CurrentDirectory,
        Json = Json,
        Force = Force,
        CancellationToken = CancellationToken,
        Siblings = siblings,
    };

    /// <summary>Runs a stage, or skips it, with its progress on the terminal and a line at its end.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Its options.</param>
    public async Task<StageOutcome<TReport>> RunAsync<TOptions, TReport>(IStage<TOptions, TReport> stage, TOptions options)
        where TOptions : class
        where TReport : notnull, IStageReport
        => (StageOutcome<TReport>)await RunAsync(PlannedStage.Of(stage, options));

    /// <summary>Runs a planned stage, or skips it, with its progress on the terminal and a line at its end.</summary>
    public async Task<IStageOutcome> RunAsync(PlannedStage stage)
    {
        // Before they are told anywhere: an option may hold what must not be.
        OptionsValidation.Validate(stage.Options);
        Log.StageAsked(Logger, stage.Name, stage.Options);
        var runner = new StageRunner(TimeProvider.System, Siblings);
        var outcome = await new ProgressDisplay(Terminal, TimeProvider.System, CancellationToken).ShowAsync(
            stage.Name,
            progress => runner.RunAsync(stage, Workspace, progress, Force, CancellationToken));
        for (var made = outcome; made is not null; made = made.Following)
        {
            ReportOutcome(made);
        }

        return outcome;
    }

    private void ReportOutcome(IStageOutcome outcome)
    {
        Log.ArtifactMade(Logger, outcome.Artifact, outcome.Skipped ? "up to date, made" : "made", outcome.Seconds);
        var state = outcome.Skipped ? "up to date, skipped" : $"done in {Readable.Duration(TimeSpan.FromSeconds(outcome.Seconds))}";
        Terminal.Message($"{outcome.Stage,-9} {state,-20}", (outcome.Result as IStageReport)?.Summarize() ?? "");
    }
}
