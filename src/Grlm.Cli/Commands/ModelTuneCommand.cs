using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm model tune</c>: a language model learns from samples.</summary>
internal static class ModelTuneCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>(
            "MODEL")
        { Description = "A folder with a model, a GGUF file, or a model of a hub that has been pulled." };
        var command = new Command("tune",
            "Tune a language model on samples, by adapters (LoRA) or in full; the same command goes on where it was interrupted.");
        command.Arguments.Add(model);
        var options = new CommandOptions<ModelTuneOptions>(command, OptionSections.ModelTune);
        host.SetAction(command, context => RunAsync(context, context.Parsed.GetRequiredValue(model), options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string model, ModelTuneOptions options)
    {
        var path = ModelReference.Resolve(model, context.CurrentDirectory);
        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "tune", progress => LanguageModelTuner.TuneAsync(path, options, context.Force, progress, context.CancellationToken));
        context.Terminal.Messages(report.Notices ?? []);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
            return;
        }

        context.Terminal.Result(ModelTables.Of(report));
        context.Terminal.Result(options.Out);
    }
}
