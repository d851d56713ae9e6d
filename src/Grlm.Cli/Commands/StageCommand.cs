using System.CommandLine;

namespace Grlm.Cli;

/// <summary>What the commands have in common that run one stage and print its result.</summary>
internal static class StageCommand
{
    /// <summary>Makes a command of a stage.</summary>
    /// <param name="host">Where it runs.</param>
    /// <param name="section">Its options record, whose name is the command's.</param>
    /// <param name="description">What it does, for the help text.</param>
    /// <param name="defaults">An options record with the defaults that the help text shows.</param>
    /// <param name="addOptions">Adds the options.</param>
    /// <param name="run">Runs the stage.</param>
    public static Command Create<TOptions, TResult>(
        CommandHost host,
        OptionSection<TOptions> section,
        string description,
        TOptions defaults,
        Action<CommandOptions<TOptions>> addOptions,
        Func<CommandContext, TOptions, Task<StageRun<TResult>>> run)
        where TOptions : class
        where TResult : notnull
    {
        var command = new Command(section.Name, description);
        var options = new CommandOptions<TOptions>(command, section, defaults);
        addOptions(options);
        host.SetAction(command, async context => Print(context, await run(context, options.Read(context))));
        return command;
    }

    /// <summary>Prints a stage's result.</summary>
    public static void Print(CommandContext context, IStageRun stage)
    {
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.OfStage(stage).ToJsonString(WorkspaceJson.Options));
        }
        else
        {
            context.Terminal.Result(ReportTables.Of(stage.Result));
        }
    }
}
