using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Grlm.Cli;

/// <summary>What a running command has at hand.</summary>
internal sealed class CommandContext
{
    public required ParseResult Parsed { get; init; }

    public required GrlmWorkspace Workspace { get; init; }

    /// <summary>The workspace's <c>grlm.json</c>.</summary>
    public required WorkspaceSettings Settings { get; init; }

    public required StageCatalog Stages { get; init; }

    public required Terminal Terminal { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>What relative paths on the command line are relative to.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Whether stages run even if nothing has changed.</summary>
    public required bool Force { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Workspaces whose artifacts are copied where a stage would make the same.</summary>
    public IReadOnlyList<GrlmWorkspace> Siblings { get; init; } = [];

    /// <summary>The same command in another workspace.</summary>
    public CommandContext In(GrlmWorkspace workspace, IReadOnlyList<GrlmWorkspace> siblings) => new()
    {
        Parsed = Parsed,
        Workspace = workspace,
        Settings = Settings,
        Stages = Stages,
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
    /// <param name="again">Whether it runs even if nothing has changed.</param>
    public async Task<StageRun<TResult>> RunAsync<TOptions, TResult>(IStage<TOptions, TResult> stage, TOptions options, bool again = false)
        where TOptions : class
        where TResult : notnull
    {
        // Before they are told anywhere: an option may hold what must not be.
        OptionsValidation.Validate(options);
        Log.StageAsked(Logger, stage.Name, options);
        var runner = new StageRunner(TimeProvider.System, Siblings);
        var outcome = await new ProgressDisplay(Terminal, TimeProvider.System, CancellationToken).ShowAsync(
            stage.Name,
            progress => runner.RunAsync(stage, options, Workspace, progress, Force || again, CancellationToken));
        var path = (Workspace.Below ?? Workspace).OwnPathOf(stage.Folder);
        Log.ArtifactMade(Logger, path, outcome.Skipped ? "up to date, made" : "made", outcome.Seconds);
        var state = outcome.Skipped ? "up to date, skipped" : $"done in {Readable.Duration(TimeSpan.FromSeconds(outcome.Seconds))}";
        Terminal.Message($"{stage.Name,-9} {state,-20}", ReportSummary.Of(outcome.Result));
        return new StageRun<TResult>(stage.Name, outcome.Skipped, outcome.Seconds, path, outcome.Result);
    }
}
