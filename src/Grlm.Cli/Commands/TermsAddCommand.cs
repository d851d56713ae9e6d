using System.CommandLine;
using System.Text.Json.Nodes;
using Grlm.Import;

namespace Grlm.Cli;

/// <summary>
/// <c>grlm terms add</c>: new items into the catalogue and its term library, with every term ID that is there kept to the letter; items
/// with changed metadata keep theirs as well, and items taken out lose theirs.
/// </summary>
internal static class TermsAddCommand
{
    public static Command Create(CommandHost host)
    {
        var items = new Argument<string?>("ITEMS")
        {
            Description = "New or changed items, as grlm import takes them.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var command = new Command("add", "Add items to the catalogue and the term library; every term ID that is there stays.");
        command.Arguments.Add(items);
        var options = new CommandOptions<TermsAddOptions>(command, OptionSections.TermsAdd);
        host.SetAction(command, context => RunAsync(context, context.Parsed.GetValue(items), options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string? items, TermsAddOptions options)
    {
        if (items is null && options.Remove is null)
        {
            throw new InvalidOptionsException("'terms add' needs a file with items, or --remove FILE.");
        }

        var outcomes = await WorkspaceChange.RunAsync(context.Workspace,
            changing => AddAsync(context.In(changing, context.Siblings), items, options, context.Workspace));
        var terms = (StageOutcome<TermsReport>)outcomes[^1];
        Print(context, outcomes.OfType<StageOutcome<AddItemsReport>>().FirstOrDefault(), terms);
        TermsCommand.WarnOfUnusedModel(context, terms.Result);
    }

    /// <summary>Adds the items to dataset, neighbours and term IDs: all three artifacts are replaced together, or none is.</summary>
    private static async Task<IReadOnlyList<IStageOutcome>> AddAsync(
        CommandContext context, string? items, TermsAddOptions options, GrlmWorkspace last)
    {
        var embed = context.Product.Stage<EmbedCommand>();
        var addition = new ItemAddition(context.Product.AddItems(), embed.Stage, context.Product.Stage<TermsCommand>().Stage)
        {
            Items = items is null ? null : UserPath.Resolve(items, context.CurrentDirectory),
            Remove = options.Remove,
            Lenient = options.Lenient,
            Threads = options.Threads,
            Embed = embed.Section.Read(context.Settings.LayerOf(embed.Section.Name)),
        };
        List<IStageOutcome> outcomes = [];
        foreach (var stage in addition.PlanFor(last))
        {
            outcomes.Add(await context.RunAsync(stage));
        }

        return outcomes;
    }

    private static void Print(CommandContext context, StageOutcome<AddItemsReport>? add, StageOutcome<TermsReport> terms)
    {
        if (context.Json)
        {
            var document = new JsonObject
            {
                ["items"] = add is null ? null : JsonOutput.OfStage(add),
                ["terms"] = JsonOutput.OfStage(terms)
            };
            context.Terminal.Json(document.ToJsonString(WorkspaceJson.Options));
            return;
        }

        if (add is not null)
        {
            context.Terminal.Result(ReportTables.Of(add.Result));
        }

        context.Terminal.Result(ReportTables.Of(terms.Result));
    }
}
