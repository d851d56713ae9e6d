using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm model pull</c>: a model from the Hugging Face hub or a mirror into the cache.</summary>
internal static class ModelPullCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>("REPO[@REVISION]") { Description = "The model, such as Qwen/Qwen3-0.6B; a branch, tag or commit after the @, else main." };
        var command = new Command("pull", "Download a model from the Hugging Face hub (HF_ENDPOINT, HF_TOKEN) into its cache (HF_HUB_CACHE); what is there stays.");
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
