using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm terms</c>: the term library of the imported catalogue.</summary>
internal static class TermsCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Terms,
        "Make the term library of the imported catalogue, or take over existing term IDs.",
        new TermsOptions(),
        options => options
            .Add(o => o.TermIds, "Existing term IDs: JSON (item to five terms) or term-ids.parquet.", "FILE")
            .Add(o => o.Lenient, "Drop and count bad term IDs instead of refusing the file.")
            .Add(o => o.Provider, "What makes terms where none exist.")
            .Add(o => o.NoContext, "Make terms of each item alone, without its neighbours.")
            .Add(o => o.CollisionRounds, "Rounds in which the provider tells colliding items apart."),
        Pipeline.TermsAsync);
}
