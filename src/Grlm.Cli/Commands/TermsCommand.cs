using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm terms</c>: the term library of the imported catalogue.</summary>
internal static class TermsCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Terms,
        "Make the term library of the imported catalogue from existing term IDs.",
        new TermsOptions { TermIds = "" },
        options => options
            .Add(o => o.TermIds, "Term IDs: JSON (item to five terms) or term-ids.parquet. Required.", "FILE")
            .Add(o => o.Lenient, "Drop and count bad term IDs instead of refusing the file."),
        Pipeline.TermsAsync);
}
