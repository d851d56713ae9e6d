using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm terms</c>: the term library of the imported catalogue.</summary>
internal static class TermsCommand
{
    public static Command Create(CommandHost host)
    {
        var command = CreateStage(host);
        command.Subcommands.Add(TermsCompareCommand.Create(host));
        command.Subcommands.Add(TermsAddCommand.Create(host));
        return command;
    }

    private static Command CreateStage(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Terms,
        "Make the term library of the imported catalogue, or take over existing term IDs.",
        new TermsOptions(),
        options => options
            .Add(o => o.TermIds, "Existing term IDs: JSON (item to five terms) or term-ids.parquet.", "FILE")
            .Add(o => o.Keep, "Term IDs to keep while new ones are made for the other items.", "FILE")
            .Add(o => o.Lenient, "Drop and count bad term IDs instead of refusing the file.")
            .Add(o => o.Provider, "What makes terms where none exist.")
            .Add(o => o.NoContext, "Make terms of each item alone, without its neighbours.")
            .Add(o => o.CollisionRounds, "Rounds in which the provider tells colliding items apart.")
            .Add(o => o.Standardize, "Merge terms that are spelt and used alike.")
            .Add(o => o.MergeSimilarity, "Likeness from which on two terms are merged.")
            .Add(o => o.CoreVocabulary, "Keep the N most frequent terms in place of all others; 0 keeps all."),
        Pipeline.TermsAsync);
}
