using System.CommandLine;

namespace Grlm.Cli;

/// <summary>The option <c>--sample N</c> of commands that let one look before they run.</summary>
internal static class SampleOption
{
    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="description">What it does, for the help text.</param>
    /// <param name="range">What is said of a number below 1.</param>
    public static Option<int> AddTo(Command command, string description, string range)
    {
        var sample = new Option<int>("--sample") { Description = description, HelpName = "N" };
        sample.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError(range);
            }
        });
        command.Options.Add(sample);
        return sample;
    }
}
