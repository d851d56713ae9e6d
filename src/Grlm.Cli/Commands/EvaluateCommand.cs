using System.CommandLine;
using System.Text.Json;

namespace Grlm.Cli;

/// <summary><c>grlm evaluate</c>: metrics over every user, and a comparison with another run.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Evaluate.Name, "Measure what is recommended against what users did next, on every user.");
        var options = new CommandOptions<EvaluateOptions>(command, OptionSections.Evaluate, new EvaluateOptions())
            .Add(o => o.Protocol, "paper: the last 20 interactions, nothing filtered; filtered: without items already seen; temporal: on a dataset split by time.")
            .Add(o => o.Source, "What ranks: generator, ranker, popular, cooccurrence or bm25.", "SOURCE")
            .Add(o => o.Part, "Which held-out interaction is the target.")
            .Add(o => o.Domain, "Predict what users did next in this domain, where there are several.", "NAME")
            .Add(o => o.Beams, "Beams of the generator.")
            .Add(o => o.Generation, "What a language model may write: constrained to the library, or free.")
            .Add(o => o.Users, "Evaluate so many users, drawn at random; 0 for all.")
            .Add(o => o.Seed, "Seed of the bootstrap, and of the users that are drawn.")
            .Add(o => o.Threads, "Threads for recommending; 0 for one a processor.");
        var against = new Option<string?>("--against")
        {
            Description = "Compare with another run, user by user: its name, filtered-popular-test, its folder, or another workspace.",
            HelpName = "RUN",
        };
        command.Options.Add(against);
        host.SetAction(command, context => RunAsync(context, options.Read(context), context.Parsed.GetValue(against)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, EvaluateOptions options, string? against)
    {
        var other = against is null
            ? null
            : EvaluationRuns.Find(context.Workspace, EvaluationVariant.NameOf(options), against, context.CurrentDirectory);
        var stage = await Pipeline.EvaluateAsync(context, options);
        var comparison = other is null
            ? null
            : await EvaluationRuns.CompareAsync(stage.Artifact, other, options.Seed, context.CancellationToken);
        if (!context.Json)
        {
            context.Terminal.Result(EvaluationTables.Of(stage.Result));
            if (comparison is not null)
            {
                context.Terminal.Result(EvaluationTables.Of(comparison));
            }

            return;
        }

        var document = JsonOutput.OfStage(stage);
        if (comparison is not null)
        {
            document["comparison"] = JsonSerializer.SerializeToNode(comparison, WorkspaceJson.Options);
        }

        context.Terminal.Json(document.ToJsonString(WorkspaceJson.Options));
    }
}
