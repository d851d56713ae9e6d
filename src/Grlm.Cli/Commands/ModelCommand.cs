using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm model</c>: what there is to do with language models.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("model", "Language models: download them from a hub, look at them, convert, tune and talk to them.");
        command.Subcommands.Add(ModelPullCommand.Create(host));
        command.Subcommands.Add(ModelInfoCommand.Create(host));
        command.Subcommands.Add(ModelConvertCommand.Create(host));
        command.Subcommands.Add(ModelTuneCommand.Create(host));
        command.Subcommands.Add(ModelChatCommand.Create(host));
        return command;
    }
}

/// <summary><c>grlm model info</c>: what a language model is, and the memory that it needs.</summary>
internal static class ModelInfoCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>(
            "MODEL")
        { Description = "A folder in Hugging Face layout, a GGUF file, or a model of the hub that has been pulled." };
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

/// <summary><c>grlm model pull</c>: a model from the Hugging Face hub or a mirror into the cache.</summary>
internal static class ModelPullCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>(
            "REPO[@REVISION]")
        { Description = "The model, such as Qwen/Qwen3-0.6B; a branch, tag or commit after the @, else main." };
        var command = new Command("pull",
            "Download a model from the Hugging Face hub (HF_ENDPOINT, HF_TOKEN) into its cache (HF_HUB_CACHE); what is there stays.");
        command.Arguments.Add(model);
        var options = new CommandOptions<PullOptions>(command, OptionSections.ModelPull);
        host.SetAction(command, context => RunAsync(context, context.Parsed.GetRequiredValue(model), options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string model, PullOptions options)
    {
        var reference = HubReference.Parse(model);
        var hubOptions = HubOptions.FromEnvironment();
        Log.HubChosen(context.Logger, hubOptions);
        using var hub = new ModelHub(hubOptions);
        var pulled = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "pull", progress => hub.PullAsync(reference, options, progress, context.CancellationToken));
        if (pulled.Notice is { } notice)
        {
            context.Terminal.Message(notice);
        }

        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(pulled));
            return;
        }

        context.Terminal.Result(ModelTables.Of(pulled));
        context.Terminal.Result(pulled.Path);
    }
}

/// <summary><c>grlm model convert</c>: a GGUF file or another checkpoint as a folder in Hugging Face layout.</summary>
internal static class ModelConvertCommand
{
    public static Command Create(CommandHost host)
    {
        var source = new Argument<string>(
            "SOURCE")
        { Description = "A folder in Hugging Face layout, a GGUF file, or a model of the hub that has been pulled." };
        var destination = new Argument<string>(
            "DESTINATION")
        { Description = "The folder to write; a model that is there is replaced with --force only." };
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
                $"The source's {Readable.Bytes(model.Bytes)} are quantised; " +
                    $"in float32 it takes {Readable.Bytes(model.Parameters * sizeof(float))}. " +
                "'--dtype bfloat16' takes half of that.");
        }

        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "convert",
            progress => ModelConversion.RunAsync(source, destination, options, context.Force, progress, context.CancellationToken));
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
            return;
        }

        context.Terminal.Result(ModelTables.Of(report));
        context.Terminal.Result(report.Folder);
    }
}
