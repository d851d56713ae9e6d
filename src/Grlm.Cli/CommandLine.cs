using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;
using System.Text.RegularExpressions;

namespace Grlm.Cli;

/// <summary>Holds the <c>grlm</c> command: its sub-commands, and how a usage error is told.</summary>
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
            return await ParseAndRunAsync(arguments, new CommandHost(product, terminal, new GlobalOptions(), currentDirectory),
                terminal, cancellationToken);
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
                : known is not null ? CommandWords.Of(known.Message, product)
                : $"Something went wrong: {error.Message} (--verbose tells where)");
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
        root.Subcommands.Add(ServeCommand.Create(host));
        root.Subcommands.Add(KeysCommand.Create(host));
        root.Subcommands.Add(ModelCommand.Create(host));
        host.Globals.AddTo(root);
        var help = new HelpAction { MaxWidth = Math.Clamp(terminal.Width, NarrowestHelp, HelpWidth) };
        root.Options.Add(new HelpOption("--help", "-h", "-?") { Action = help, Description = "Show this help.", Recursive = true });
        root.Options.Add(new VersionOption { Description = "Show the version." });
        root.SetAction(help.Invoke);
        return root;
    }
}

/// <summary>Explains what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageError
{
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var problem = parsed.UnmatchedTokens.Count > 0
            ? DescribeUnknown(parsed.UnmatchedTokens[0], command)
            : string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message));
        var path = string.Join(' ', Lineage(command).Reverse().Select(ancestor => ancestor.Name));
        return $"{problem} Run '{path} --help' for what there is.";
    }

    private static string DescribeUnknown(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            var options = command.Options.Concat(
                Lineage(command).Skip(1).SelectMany(ancestor => ancestor.Options.Where(option => option.Recursive)));
            return $"There is no option '{token}'." +
                Suggestion.For(token, options.SelectMany(option => option.Aliases.Prepend(option.Name)));
        }

        return command.Subcommands.Count > 0
            ? $"There is no command '{token}'." +
                Suggestion.For(token, command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name))
            : $"'{command.Name}' doesn't take '{token}'.";
    }

    /// <summary>Returns the command, the one that it is a sub-command of, and so on.</summary>
    private static IEnumerable<Command> Lineage(Command command)
    {
        for (var ancestor = command; ancestor is not null; ancestor = ancestor.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return ancestor;
        }
    }
}

/// <summary>
/// Explains what the system has against a command, where no stage has said it better: a full disk, missing rights, links that lead nowhere.
/// </summary>
internal static partial class SystemFault
{
    // .NET keeps the system's own numbers: errno (Linux and macOS differ in some), or on Windows an error code in the low half.
    private static readonly int[] _diskFull = [28, 122, 69, Windows(0x70), Windows(0x27)]; // ENOSPC, EDQUOT
    private static readonly int[] _readOnly = [30, Windows(0x13)]; // EROFS

    // DuckDB passes on what the system says of the file that it works in, and no number.
    private static readonly string[] _databaseFull = ["No space left on device", "Disk quota exceeded", "not enough space"];

    /// <summary>
    /// Returns the exception that tells it, with the path where the system names one, and the remedy; null for what is no fault of the
    /// system's.
    /// </summary>
    public static GrlmException? Of(Exception error)
    {
        var fault = Chain(error).FirstOrDefault(inner => inner is IOException or UnauthorizedAccessException || IsFullDatabase(inner));
        return fault switch
        {
            null => null,
            PathTooLongException => new InvalidOptionsException($"{WordsOf(fault)} Name a shorter path.", error),
            FileNotFoundException or DirectoryNotFoundException
                => new MissingPrerequisiteException($"{WordsOf(fault)} Check the path.", error),
            UnauthorizedAccessException
                => new MissingPrerequisiteException($"{WordsOf(fault)} Get the right to it, or name another place.", error),
            _ when _diskFull.Contains(fault.HResult) || IsFullDatabase(fault) => new MissingPrerequisiteException(
                $"{WordsOf(fault)} The disk is full: make room, and run the same command again; it goes on from what is there.", error),
            _ when _readOnly.Contains(fault.HResult)
                => new MissingPrerequisiteException($"{WordsOf(fault)} Name a place that can be written to.", error),
            _ => new MissingPrerequisiteException($"{WordsOf(fault)} Check the path, and the disk or the connection behind it.", error),
        };
    }

    /// <summary>Returns the system's words as a sentence, the path first: <c>'/data/x': no space left on device.</c></summary>
    public static string WordsOf(Exception error)
    {
        var message = error.Message.TrimEnd('.', ' ');
        return PathLast().Match(message) is { Success: true } match
            ? $"'{match.Groups["path"].Value}': {match.Groups["what"].Value}." : $"{message}.";
    }

    private static bool IsFullDatabase(Exception error)
        => error is DbException && _databaseFull.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }

    private static int Windows(int code) => unchecked((int)0x80070000) | code;

    [GeneratedRegex("^(?<what>.*?) : '(?<path>.*)'$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathLast();
}

/// <summary>Commands that have another name now: whoever types the old one reads the new one.</summary>
internal static class RenamedCommand
{
    /// <summary>Makes <c>grlm tune</c>, the former name of <c>grlm sweep</c>.</summary>
    public static Command Tune()
    {
        var command = new Command("tune") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(new Action<ParseResult>(_ => throw new InvalidOptionsException(
            "There is no command 'tune'. 'grlm sweep' searches for better options of rank or train; " +
                "'grlm model tune' tunes a language model on samples.")));
        return command;
    }
}
