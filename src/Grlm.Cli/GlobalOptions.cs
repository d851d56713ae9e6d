using System.CommandLine;

namespace Grlm.Cli;

/// <summary>The options that every command takes.</summary>
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

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no messages, only results and errors.", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Tell what is read and run; stack traces.", Recursive = true };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Workspace, Json, Force, Verify, Quiet, Verbose])
        {
            command.Options.Add(option);
        }
    }
}
