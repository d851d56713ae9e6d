using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary><c>grlm tune</c>: better options for a training stage, found on validation users.</summary>
internal static class TuneCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Tune.Name, "Search for better options of rank or train, on validation users, within a number of minutes.");
        var options = new CommandOptions<TuneOptions>(command, OptionSections.Tune, new TuneOptions())
            .Add(o => o.Stage, "Whose options.")
            .Add(o => o.Minutes, "Minutes that the search may take, those of earlier runs included.")
            .Add(o => o.Candidates, "Candidates drawn at a time; a third goes on to longer training.")
            .Add(o => o.Seed, "Seed of what is drawn.")
            .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor.");
        var apply = new Option<bool>("--apply") { Description = "Write what is found into the workspace's grlm.json." };
        command.Options.Add(apply);
        host.SetAction(command, context => RunAsync(context, options.Read(context), context.Parsed.GetValue(apply)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, TuneOptions options, bool apply)
    {
        var run = await Pipeline.TuneAsync(context, options with { Base = options.Base ?? BaseOf(context, options.Stage) });
        if (apply && run.Result.Options.Count > 0)
        {
            var found = run.Result.Options.Select(option => KeyValuePair.Create(option.Key, JsonNode.Parse(option.Value.GetRawText())));
            WorkspaceSettings.Write(context.Workspace.Root, run.Result.Stage, found);
            context.Terminal.Message($"Written into {Path.Combine(context.Workspace.Root, WorkspaceSettings.FileName)}; 'grlm {run.Result.Stage}' trains with it.");
        }

        StageCommand.Print(context, run);
    }

    /// <summary>What the stage would be run with.</summary>
    private static JsonElement BaseOf(CommandContext context, TunedStage stage) => stage == TunedStage.Rank
        ? JsonSerializer.SerializeToElement(OptionSections.Rank.Read(context.Settings.LayerOf(OptionSections.Rank.Name)), WorkspaceJson.Options)
        : JsonSerializer.SerializeToElement(OptionSections.Train.Read(context.Settings.LayerOf(OptionSections.Train.Name)), WorkspaceJson.Options);
}
