using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm model convert</c>: a GGUF file or another checkpoint as a folder in Hugging Face layout.</summary>
internal static class ModelConvertCommand
{
    public static Command Create(CommandHost host)
    {
        var source = new Argument<string>("SOURCE") { Description = "A folder in Hugging Face layout, a GGUF file, or a model of the hub that has been pulled." };
        var destination = new Argument<string>("DESTINATION") { Description = "The folder to write; a model that is there is replaced with --force only." };
        var command = new Command("convert", "Write a model as a folder in Hugging Face layout, which transformers and vLLM read.");
        command.Arguments.Add(source);
        command.Arguments.Add(destination);
        var options = new CommandOptions<ModelConvertOptions>(command, OptionSections.ModelConvert);
        host.SetAction(command, context => RunAsync(
            context,
            ModelReference.Resolve(context.Parsed.GetRequiredValue(source), context.CurrentDirectory),
            UserPath.Resolve(context.Parsed.GetRequiredValue(destination), context.CurrentDirectory),
            options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string source, string destination, ModelConvertOptions options)
    {
        var model = ModelInformation.Read(source);
        context.Terminal.Messages(model.Notices);
        if (model.IsQuantized && options.Dtype is null)
        {
            context.Terminal.Message(
                $"The source's {Readable.Bytes(model.Bytes)} are quantised; in float32 it takes {Readable.Bytes(model.Parameters * sizeof(float))}. " +
                "'--dtype bfloat16' takes half of that.");
        }

        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "convert", progress => ModelConversion.RunAsync(source, destination, options, context.Force, progress, context.CancellationToken));
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
            return;
        }

        context.Terminal.Result(ModelTables.Of(report));
        context.Terminal.Result(report.Folder);
    }
}
