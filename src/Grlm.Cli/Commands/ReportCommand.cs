using System.CommandLine;
using Grlm.Reports;

namespace Grlm.Cli;

/// <summary><c>grlm report</c>: what the workspace holds as one HTML page.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Report.Name,
            "Write what the workspace holds as one HTML page: results, term library, training, users' stories.");
        var options = new CommandOptions<ReportOptions>(command, OptionSections.Report);
        host.SetAction(command, context => RunAsync(context, options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, ReportOptions options)
    {
        Artifacts.Recover(context.Workspace);
        var report = await WorkspaceReport.WriteAsync(context.Workspace, options with { Program = CommandLine.Name },
            context.CancellationToken);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
        }
        else
        {
            context.Terminal.Result(PageTables.Of(report));
        }
    }
}
