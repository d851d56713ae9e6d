using System.CommandLine;
using Grlm.Torch;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Runs a stage and prints its report. Its options are those of the stage's options record.</summary>
/// <param name="section">Its section of <c>grlm.json</c>, whose name is the command's.</param>
/// <param name="description">What it does, for the help text.</param>
/// <param name="stage">Makes the stage.</param>
/// <typeparam name="TOptions">The stage's options record.</typeparam>
/// <typeparam name="TReport">The stage's result record.</typeparam>
internal abstract class StageCommand<TOptions, TReport>(
    OptionSection<TOptions> section, string description, Func<IStage<TOptions, TReport>> stage)
    : IStageCommand
    where TOptions : class
    where TReport : notnull, IStageReport
{
    IOptionSection IStageCommand.Section => section;

    /// <inheritdoc/>
    public string Artifact => Stage.Folder;

    /// <inheritdoc/>
    public virtual bool IsInRuns => true;

    /// <summary>Gets the stage, made anew.</summary>
    public IStage<TOptions, TReport> Stage => stage();

    /// <summary>Gets its section of <c>grlm.json</c>.</summary>
    public OptionSection<TOptions> Section => section;

    /// <inheritdoc/>
    public Command Create(CommandHost host)
    {
        var command = new Command(section.Name, description);
        var options = new CommandOptions<TOptions>(command, section);
        AddTo(command, host);
        host.SetAction(command, context => InvokeAsync(context, options));
        return command;
    }

    /// <inheritdoc/>
    public virtual PlannedRun Plan(IReadOnlyList<OptionLayer> layers, Predicate<string> isPlanned) => Planned(section.Read([.. layers]));

    /// <summary>Runs the stage.</summary>
    public virtual Task<StageOutcome<TReport>> RunAsync(CommandContext context, TOptions options) => context.RunAsync(Stage, options);

    /// <summary>Plans a run.</summary>
    protected PlannedRun Planned(TOptions options) => new(async context => await RunAsync(context, options));

    /// <summary>Adds options and sub-commands that the stage knows nothing of.</summary>
    protected virtual void AddTo(Command command, CommandHost host)
    {
        // Most have none.
    }

    /// <summary>Does what the command is asked to: by default it runs the stage and prints its report.</summary>
    protected virtual async Task InvokeAsync(CommandContext context, CommandOptions<TOptions> options)
        => Print(context, await RunAsync(context, options.Read(context)));

    /// <summary>Prints a stage's report.</summary>
    protected void Print(CommandContext context, StageOutcome<TReport> outcome)
    {
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.OfStage(outcome).ToJsonString(WorkspaceJson.Options));
        }
        else
        {
            context.Terminal.Result(Draw(outcome.Result));
        }
    }

    /// <summary>Draws a stage's report.</summary>
    protected virtual IRenderable Draw(TReport report) => ReportTables.Of(report);
}

/// <summary>Represents the command of a stage, whatever the types of its options and report.</summary>
internal interface IStageCommand
{
    /// <summary>Gets its section of <c>grlm.json</c>, whose name is the command's.</summary>
    IOptionSection Section { get; }

    /// <summary>Folder of its artifacts: <c>ranker</c>.</summary>
    string Artifact { get; }

    /// <summary>Tells whether configurations of <c>grlm run</c> may have a section for it.</summary>
    bool IsInRuns => true;

    /// <summary>Makes the command.</summary>
    Command Create(CommandHost host);

    /// <summary>Plans a run with the options that the layers make together.</summary>
    /// <param name="layers">Option values, later ones winning.</param>
    /// <param name="isPlanned">Tells which other commands the same configuration has sections for.</param>
    /// <exception cref="InvalidOptionsException">An option isn't one, or a value not one that it takes.</exception>
    PlannedRun Plan(IReadOnlyList<OptionLayer> layers, Predicate<string> isPlanned);
}

/// <summary>Describes a stage of a configuration, ready to run.</summary>
/// <param name="RunAsync">Runs it.</param>
internal sealed record PlannedRun(Func<CommandContext, Task<IStageOutcome>> RunAsync)
{
    /// <summary>
    /// Name of a command that it takes to have run before, with its usual options where the configuration has no section for it; null for
    /// none.
    /// </summary>
    public string? Takes { get; init; }
}

/// <summary><c>grlm embed</c>: text vectors and the nearest items of each item.</summary>
internal sealed class EmbedCommand(Func<IStage<EmbedOptions, EmbedReport>>? stage = null)
    : StageCommand<EmbedOptions, EmbedReport>(
        new OptionSection<EmbedOptions>(Name),
        "Make text vectors of the items and find each item's neighbours.",
        stage ?? (() => new EmbedStage(ProductModels.Embeddings())))
{
    /// <summary>Name of the command.</summary>
    public const string Name = "embed";
}

/// <summary><c>grlm rank</c>: the history encoder and the collaborative ranker.</summary>
internal sealed class RankCommand(Func<IStage<RankOptions, TrainingReport>>? stage = null)
    : StageCommand<RankOptions, TrainingReport>(
        new OptionSection<RankOptions>("rank"), "Train the history encoder and the collaborative ranker.",
        stage ?? (() => new RankStage()));

/// <summary><c>grlm train</c>: the generator.</summary>
internal sealed class TrainCommand(Func<IStage<TrainOptions, TrainingReport>>? stage = null)
    : StageCommand<TrainOptions, TrainingReport>(
        new OptionSection<TrainOptions>("train")
        {
            OfPaper = (TrainOptions.OfPaper, "Language model: the paper's settings instead of ours; options that you give win."),
        },
        "Train the generator: the compact one, taught by the ranker, or a language model.",
        stage ?? (() => new TrainStage()));
