using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm model info</c>: what a language model is, and the memory that it needs.</summary>
internal static class ModelInfoCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>("MODEL") { Description = "A folder in Hugging Face layout, a GGUF file, or a model of the hub that has been pulled." };
        var command = new Command("info", "Tell a model's architecture, parameters and files, and the memory to run and to tune it.");
        command.Arguments.Add(model);
        host.SetAction(command, context => Run(context, context.Parsed.GetRequiredValue(model)));
        return command;
    }

    private static Task Run(CommandContext context, string model)
    {
        var information = ModelInformation.Read(ModelReference.Resolve(model, context.CurrentDirectory));
        context.Terminal.Messages(information.Notices);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(information));
        }
        else
        {
            context.Terminal.Result(ModelTables.Of(information));
        }

        return Task.CompletedTask;
    }
}
