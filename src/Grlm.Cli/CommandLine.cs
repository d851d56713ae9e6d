using System.CommandLine;
using System.CommandLine.Help;

namespace Grlm.Cli;

/// <summary>The <c>grlm</c> command: its sub-commands, and how a usage error is told.</summary>
internal static class CommandLine
{
    /// <summary>Name of the command.</summary>
    public const string Name = "grlm";

    private const int HelpWidth = 80, NarrowestHelp = 20;

    /// <summary>Runs one command, and turns exceptions into messages and exit codes.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="product">What commands run.</param>
    /// <param name="terminal">Where results and messages go.</param>
    /// <param name="currentDirectory">What relative paths are relative to; it may be gone, which matters to what needs it alone.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, Product product, Terminal terminal, Func<string> currentDirectory, CancellationToken cancellationToken)
    {
        try
        {
            return await ParseAndRunAsync(arguments, new CommandHost(product, terminal, new GlobalOptions(), currentDirectory), terminal, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Fault("Interrupted. The same command goes on from where it was.");
            return ExitCodes.Interrupted;
        }
        catch (Exception error)
        {
            var known = error as GrlmException ?? SystemFault.Of(error);
            terminal.Fault(terminal.Verbose ? (known ?? error).ToString()
                : known is not null ? CommandWords.Of(known.Message, product) : $"Something went wrong: {error.Message} (--verbose tells where)");
            return known?.ExitCode ?? ExitCodes.Unexpected;
        }
    }

    private static Task<int> ParseAndRunAsync(string[] arguments, CommandHost host, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = CreateRoot(host, terminal).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            terminal.Fault(UsageError.Describe(parsed));
            return Task.FromResult(ExitCodes.Usage);
        }

        return parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.ResultWriter,
                Error = terminal.MessageWriter,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
    }

    private static Command CreateRoot(CommandHost host, Terminal terminal)
    {
        // Not a RootCommand: that one is called what the program's file is called, and help would speak of Grlm.Cli.
        var root = new Command(Name, "GRLM: generative recommendation with term IDs. A catalogue in, grounded recommendations out.");
        root.Subcommands.Add(DemoCommand.Create(host));
        root.Subcommands.Add(RunCommand.Create(host));
        root.Subcommands.Add(AblateCommand.Create(host));
        foreach (var stage in host.Product.Stages)
        {
            root.Subcommands.Add(stage.Create(host));
        }

        root.Subcommands.Add(RenamedCommand.Tune());
        root.Subcommands.Add(RecommendCommand.Create(host));
        root.Subcommands.Add(GroundCommand.Create(host));
        root.Subcommands.Add(ReportCommand.Create(host));
        root.Subcommands.Add(BenchCommand.Create(host));
        root.Subcommands.Add(ModelCommand.Create(host));
        host.Globals.AddTo(root);
        var help = new HelpAction { MaxWidth = Math.Clamp(terminal.Width, NarrowestHelp, HelpWidth) };
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Action = help, Description = "Show this help.", Recursive = true });
        root.Options.Add(new VersionOption { Description = "Show the version." });
        root.SetAction(help.Invoke);
        return root;
    }
}
