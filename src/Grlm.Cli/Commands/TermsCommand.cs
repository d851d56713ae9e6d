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

    private static Command CreateStage(CommandHost host)
    {
        var command = new Command(OptionSections.Terms.Name, "Make the term library of the imported catalogue, or take over existing term IDs.");
        var options = new CommandOptions<TermsOptions>(command, OptionSections.Terms, new TermsOptions())
            .Add(o => o.TermIds, "Existing term IDs: JSON (item to terms) or term-ids.parquet.", "FILE")
            .Add(o => o.Keep, "Term IDs to keep while new ones are made for the other items.", "FILE")
            .Add(o => o.Length, $"Terms of a term ID, {TermId.MinimumLength} to {TermId.MaximumLength}; {TermId.DefaultLength} if not said, or as many as those that are there have.")
            .Add(o => o.Lenient, "Drop and count bad term IDs instead of refusing the file.")
            .Add(o => o.Provider, "What makes terms where none exist.")
            .Add(o => o.NoContext, "Make terms of each item alone, without its neighbours.")
            .Add(o => o.CollisionRounds, "Rounds in which the provider tells colliding items apart.")
            .Add(o => o.Standardize, "Merge terms that are spelt and used alike.")
            .Add(o => o.MergeSimilarity, "Likeness from which on two terms are merged.")
            .Add(o => o.CoreVocabulary, "Keep the N most frequent terms in place of all others; 0 keeps all.");
        AddModelOptions(options);
        var sample = SampleOption.AddTo(
            command, "Try the prompt on N items and print what is said; nothing is kept.", "--sample takes a number of items from 1 on.");
        host.SetAction(command, async context =>
        {
            if (context.Parsed.GetResult(sample) is not null)
            {
                await SampleAsync(context, options.Read(context), context.Parsed.GetValue(sample));
                return;
            }

            var terms = await Pipeline.TermsAsync(context, options.Read(context));
            StageCommand.Print(context, terms);
            TellOfAModelInVain(context, terms.Result);
        });
        return command;
    }

    /// <summary>A library that is all extracted, though a model was asked, is easily taken for the model's.</summary>
    internal static void TellOfAModelInVain(CommandContext context, TermsReport report)
    {
        if (report is { NamedByModel: 0, Failures: [_, ..] failures })
        {
            var reason = failures.CountBy(failure => failure.Reason).MaxBy(pair => pair.Value).Key;
            context.Terminal.Message($"No item was named by the model; all {Readable.Count(failures.Count)} have extracted terms. {reason}");
        }
    }

    private static void AddModelOptions(CommandOptions<TermsOptions> options) => options
        .Add(o => o.Model, "The language model: its name on the server, or a folder, file or pulled model for torch.", "MODEL")
        .Add(o => o.Endpoint, "Base address of the server, such as http://localhost:8000/v1.", "URL")
        .Add(o => o.KeyVariable, "Environment variable that holds the server's key.", "NAME")
        .Add(o => o.Prompt, "Prompt to use; prompts/terms.md beside the program is the usual one.", "FILE")
        .Add(o => o.CollisionPrompt, "Prompt about colliding items; see prompts/terms-collision.md.", "FILE")
        .Add(o => o.Concurrency, "Calls at a time at most; fewer while the server is overloaded.")
        .Add(o => o.Timeout, "Seconds after which a call is given up and made again.")
        .Add(o => o.MaximumTokens, "Tokens of an answer at most, thoughts included; if not said, as many as so many terms take, and 4,096 for thoughts.")
        .Add(o => o.Budget, "Tokens that the library may take, or money where prices are given.")
        .Add(o => o.InputPrice, "Price of a million tokens that the model reads.")
        .Add(o => o.OutputPrice, "Price of a million tokens that the model writes.")
        .Add(o => o.Limit, "Ask the model about N items only; the others' terms are extracted.")
        .Add(o => o.RetryFailed, "Ask again about items that the model has named no term ID for.")
        .Add(o => o.Device, "Where the provider torch runs: auto, cpu or cuda:N.", "DEVICE")
        .Add(o => o.Threads, "Threads of the provider torch; 0 for one a processor.");

    private static async Task SampleAsync(CommandContext context, TermsOptions options, int count)
    {
        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "sample", progress => context.Stages.Sample().RunAsync(options, context.Workspace, count, progress, context.CancellationToken));
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
        }
        else
        {
            context.Terminal.Result(SampleTables.Of(report));
        }
    }
}
