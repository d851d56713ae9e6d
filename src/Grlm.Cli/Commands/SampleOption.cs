using System.CommandLine;

namespace Grlm.Cli;

/// <summary>Holds the option <c>--sample N</c> of commands that let one look before they run.</summary>
internal static class SampleOption
{
    /// <summary>Makes it.</summary>
    /// <param name="description">What it does, for the help text.</param>
    /// <param name="range">What is said of a number below 1.</param>
    public static Option<int> Create(string description, string range)
    {
        var sample = new Option<int>("--sample") { Description = description, HelpName = "N" };
        sample.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError(range);
            }
        });
        return sample;
    }
}
