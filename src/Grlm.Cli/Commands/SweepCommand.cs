using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm sweep</c>: better options for a training stage, found on validation users.</summary>
internal sealed class SweepCommand(Func<IStage<SweepOptions, SweepReport>>? stage = null)
    : StageCommand<SweepOptions, SweepReport>(
        new OptionSection<SweepOptions>(Name),
        "Search for better options of rank or train, on validation users, within a number of minutes.",
        stage ?? (() => new SweepStage(TrainingTrials.Open)))
{
    /// <summary>Name of the command.</summary>
    public const string Name = "sweep";

    private readonly Option<bool> _apply = new("--apply") { Description = "Write what is found into the workspace's grlm.json." };

    /// <inheritdoc/>
    public override bool IsInRuns => false;

    /// <inheritdoc/>
    protected override void AddTo(Command command, CommandHost host) => command.Options.Add(_apply);

    /// <inheritdoc/>
    protected override async Task InvokeAsync(CommandContext context, CommandOptions<SweepOptions> options)
    {
        var read = options.Read(context);
        var outcome = await RunAsync(context, read with { Base = read.Base ?? BaseOf(context, read.Stage) });
        if (context.Parsed.GetValue(_apply) && outcome.Result.Options.Count > 0)
        {
            var found = outcome.Result.Options.Select(option => KeyValuePair.Create(option.Key, JsonNode.Parse(option.Value.GetRawText())));
            WorkspaceSettings.Write(context.Workspace.Root, outcome.Result.Stage, found);
            context.Terminal.Message(
                $"Written into {Path.Combine(context.Workspace.Root, WorkspaceSettings.FileName)}; " +
                    $"'grlm {outcome.Result.Stage}' trains with it.");
        }

        Print(context, outcome);
    }

    /// <summary>Returns what the stage would be run with.</summary>
    private static JsonElement BaseOf(CommandContext context, SweptStage stage) => stage == SweptStage.Rank
        ? ReadSettings(context, context.Product.Stage<RankCommand>().Section)
        : ReadSettings(context, context.Product.Stage<TrainCommand>().Section);

    private static JsonElement ReadSettings<TOptions>(CommandContext context, OptionSection<TOptions> section)
        where TOptions : class
        => JsonSerializer.SerializeToElement(section.Read(context.Settings.LayerOf(section.Name)), WorkspaceJson.Options);
}
