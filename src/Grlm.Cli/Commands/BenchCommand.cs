using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm bench</c>: how fast this workspace recommends and grounds on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Bench.Name, "Measure how fast this workspace recommends and grounds on this machine.");
        var options = new CommandOptions<BenchOptions>(command, OptionSections.Bench);
        host.SetAction(command, context => RunAsync(context, options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, BenchOptions options)
    {
        Artifacts.Recover(context.Workspace);
        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "bench",
            progress => Task.Run(
                () => context.Product.Bench().Run(options, context.Workspace, progress, context.CancellationToken),
                context.CancellationToken));
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
        }
        else
        {
            context.Terminal.Result(BenchTables.Of(report));
        }
    }
}
