using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm run</c>: all stages of a configuration in order; those that nothing has changed for are skipped.</summary>
internal static class RunCommand
{
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("CONFIG.json") { Description = "The configuration: a section a stage." };
        var command = new Command(OptionSections.Run.Name,
            "Run the stages of a configuration in order, and skip those that are up to date.");
        command.Arguments.Add(file);
        var options = new CommandOptions<RunOptions>(command, OptionSections.Run);
        host.SetAction(
            command,
            async context =>
            {
                var stages = Load(context.Parsed, file, context.CurrentDirectory, context.Product).Plan(context.Settings,
                    options.Read(context).Data);
                Print(context, await ExecuteAsync(context, stages));
            },
            parsed => Load(parsed, file, host.CurrentDirectory, host.Product).Workspace);
        return command;
    }

    /// <summary>Runs stages one after the other.</summary>
    public static async Task<IReadOnlyList<IStageOutcome>> ExecuteAsync(CommandContext context, IReadOnlyList<PlannedRun> stages)
    {
        List<IStageOutcome> runs = [];
        foreach (var stage in stages)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            for (var outcome = await stage.RunAsync(context); outcome is not null; outcome = outcome.Following)
            {
                runs.Add(outcome);
            }
        }

        return runs;
    }

    /// <summary>Prints the metrics of what was run as a table.</summary>
    public static void PrintMetrics(CommandContext context, IReadOnlyList<IStageOutcome> runs)
    {
        EvaluationReport[] reports = [.. runs.Select(run => run.Result).OfType<EvaluationReport>()];
        if (reports.Length > 0)
        {
            context.Terminal.Result(EvaluationTables.Compare(reports));
        }
    }

    private static RunConfiguration Load(ParseResult parsed, Argument<string> file, string currentDirectory, Product product)
        => RunConfiguration.Load(UserPath.Resolve(parsed.GetRequiredValue(file), currentDirectory), product);

    private static void Print(CommandContext context, IReadOnlyList<IStageOutcome> runs)
    {
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(new { Workspace = context.Workspace.Root, Stages = runs }));
            return;
        }

        PrintMetrics(context, runs);
        context.Terminal.Message($"Workspace: {context.Workspace.Root}");
    }
}
