using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Grlm.Cli;

/// <summary>Holds what commands run in: it opens the workspace.</summary>
internal sealed class CommandHost(Product product, Terminal terminal, GlobalOptions globals, Func<string> currentDirectory)
{
    private const string DefaultWorkspace = "workspace";

    /// <summary>Gets what commands run.</summary>
    public Product Product => product;

    /// <summary>Gets the options that every command takes.</summary>
    public GlobalOptions Globals => globals;

    /// <summary>Gets what relative paths on the command line are relative to.</summary>
    /// <exception cref="MissingPrerequisiteException">It has been deleted.</exception>
    public string CurrentDirectory
    {
        get
        {
            try
            {
                return currentDirectory();
            }
            catch (IOException error)
            {
                throw new MissingPrerequisiteException("The current folder is not there any more. Change into one that is.", error);
            }
        }
    }

    /// <summary>Lets a command run its body in the workspace that the command line names.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">Its body.</param>
    /// <param name="workspaceOf">Where the workspace is if the command line doesn't say; by default the current folder or
    /// <c>./workspace</c>.</param>
    public void SetAction(Command command, Func<CommandContext, Task> run, Func<ParseResult, string?>? workspaceOf = null)
        => command.SetAction((parsed, cancellationToken) => InvokeAsync(parsed, run, workspaceOf, cancellationToken));

    private async Task<int> InvokeAsync(
        ParseResult parsed, Func<CommandContext, Task> run, Func<ParseResult, string?>? workspaceOf, CancellationToken cancellationToken)
    {
        terminal.Quiet = parsed.GetValue(globals.Quiet);
        terminal.Verbose = parsed.GetValue(globals.Verbose);
        using var host = CreateHost();
        await run(Open(parsed, workspaceOf?.Invoke(parsed), host.Services.GetRequiredService<ILogger<CommandHost>>(), cancellationToken));
        return ExitCodes.Done;
    }

    private CommandContext Open(ParseResult parsed, string? usualWorkspace, ILogger logger, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(globals.Workspace) ?? usualWorkspace;
        var current = CurrentDirectory;
        var root = named is null ? FindWorkspace(current) : UserPath.Resolve(named, current);
        Log.WorkspaceChosen(logger, root);
        var settings = WorkspaceSettings.Load(root, product.Sections);
        if (settings.Sections.Any())
        {
            Log.SettingsRead(logger, string.Join(", ", settings.Sections), Path.Combine(root, WorkspaceSettings.FileName));
        }

        return new CommandContext
        {
            Parsed = parsed,
            Workspace = new GrlmWorkspace(root) { Verify = parsed.GetValue(globals.Verify), Notice = terminal.Message },
            Settings = settings,
            Product = product,
            Terminal = terminal,
            Logger = logger,
            CurrentDirectory = current,
            Json = parsed.GetValue(globals.Json),
            Force = parsed.GetValue(globals.Force),
            CancellationToken = cancellationToken,
        };
    }

    private static string FindWorkspace(string current)
    {
        var isWorkspace = File.Exists(Path.Combine(current, WorkspaceSettings.FileName))
            || Directory.EnumerateDirectories(current).Any(folder => File.Exists(Path.Combine(folder, ArtifactNames.Manifest)));
        return isWorkspace ? current : Path.Combine(current, DefaultWorkspace);
    }

    private IHost CreateHost()
    {
        // Empty: no configuration files, no environment, no watchers; they would take longer than most commands.
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.SetMinimumLevel(terminal.Verbose ? LogLevel.Debug : LogLevel.Warning);
        builder.Logging.AddProvider(new TerminalLoggerProvider(terminal));
        return builder.Build();
    }
}

/// <summary>Exit codes that no <see cref="GrlmException"/> carries.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;
}

/// <summary>Represents the options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Workspace { get; } = new("--workspace", "-w")
    {
        Description = "Folder of the artifacts; the current one if it is a workspace, else ./workspace.",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as one JSON document.", Recursive = true };

    public Option<bool> Force { get; } = new("--force") { Description = "Run stages again even if nothing has changed.", Recursive = true };

    public Option<bool> Verify { get; } = new("--verify") { Description = "Check every file's hash again.", Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet",
        "-q")
    { Description = "No progress and no messages, only results and errors.", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose",
        "-v")
    { Description = "Tell what is read and run; stack traces.", Recursive = true };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Workspace, Json, Force, Verify, Quiet, Verbose])
        {
            command.Options.Add(option);
        }
    }
}
