using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grlm.Import;

namespace Grlm.Cli;

/// <summary>
/// <c>grlm terms add</c>: new items into the catalogue and its term library, with every term ID that is there kept to the letter; items with
/// changed metadata keep theirs as well, and items taken out lose theirs.
/// </summary>
internal static class TermsAddCommand
{
    public static Command Create(CommandHost host)
    {
        var items = new Argument<string?>("ITEMS") { Description = "New or changed items, as grlm import takes them.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("add", "Add items to the catalogue and the term library; every term ID that is there stays.");
        command.Arguments.Add(items);
        var options = new CommandOptions<TermsAddOptions>(command, OptionSections.TermsAdd, new TermsAddOptions())
            .Add(o => o.Remove, "Ids of items to take out of the library, one a line.", "FILE")
            .Add(o => o.Lenient, "Drop and count bad rows instead of refusing the file.");
        host.SetAction(command, context => RunAsync(context, context.Parsed.GetValue(items), options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string? items, TermsAddOptions options)
    {
        if (items is null && options.Remove is null)
        {
            throw new InvalidOptionsException("'terms add' needs a file with items, or --remove FILE.");
        }

        var (add, terms) = await WorkspaceChange.RunAsync(
            context.Workspace, changing => AddAsync(context.In(changing, context.Siblings), items, options, context.Workspace));
        Print(context, add, terms);
        TermsCommand.TellOfAModelInVain(context, terms.Result);
    }

    /// <summary>Dataset, neighbours and term IDs: all three take the place of the last ones together, or none does.</summary>
    private static async Task<(StageRun<AddItemsReport>? Add, StageRun<TermsReport> Terms)> AddAsync(
        CommandContext context, string? items, TermsAddOptions options, GrlmWorkspace last)
    {
        var without = Without(last, DatasetReader.Read(last).Catalog, options.Remove);
        var termOptions = OptionsOfLast(last, ArtifactNames.Terms, OptionSections.Terms, context.Settings) with
        {
            TermIds = null,
            Keep = last.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds),
            Without = without,
        };
        var embedOptions = OptionsOfLast(last, ArtifactNames.Neighbors, OptionSections.Embed, context.Settings) with { Keep = true };
        var add = items is null ? null : await Pipeline.AddItemsAsync(context, FormOfLast(last) with
        {
            Items = UserPath.Resolve(items, context.CurrentDirectory),
            Dataset = last.PathOf(ArtifactNames.Dataset),
            Lenient = options.Lenient,
        });
        await Pipeline.EmbedAsync(context, embedOptions);
        return (add, await Pipeline.TermsAsync(context, termOptions));
    }

    /// <summary>What was said of the form of the files that the dataset was made of: new items come in the same.</summary>
    private static AddItemsOptions FormOfLast(GrlmWorkspace workspace)
    {
        var form = Manifest.Read(workspace, ArtifactNames.Dataset).Options.Deserialize<JsonObject>(WorkspaceJson.Options)!;
        form["items"] = string.Empty;
        form["dataset"] = string.Empty;
        return form.Deserialize<AddItemsOptions>(WorkspaceJson.Options)!;
    }

    /// <summary>The options that an artifact was made with: new items get theirs as the others did. Those of the settings where there is none.</summary>
    private static TOptions OptionsOfLast<TOptions>(GrlmWorkspace workspace, string artifact, OptionSection<TOptions> section, WorkspaceSettings settings)
        where TOptions : class
        => workspace.Has(artifact)
            ? Manifest.Read(workspace, artifact).Options.Deserialize<TOptions>(WorkspaceJson.Options)!
            : section.Read(settings.LayerOf(section.Name));

    /// <summary>Ids of the items that were taken out of the library before, and of those that are now.</summary>
    private static string[] Without(GrlmWorkspace workspace, Catalog catalog, string? remove)
    {
        var before = Manifest.Read(workspace, ArtifactNames.Terms).Options.Deserialize<TermsOptions>(WorkspaceJson.Options)!.Without;
        return [.. before.Concat(remove is null ? [] : IdsIn(remove, catalog)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> IdsIn(string file, Catalog catalog)
        => UserFile.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Select(id => catalog[catalog.IndexOf(id)].Id);

    private static void Print(CommandContext context, StageRun<AddItemsReport>? add, StageRun<TermsReport> terms)
    {
        if (context.Json)
        {
            var document = new JsonObject { ["items"] = add is null ? null : JsonOutput.OfStage(add), ["terms"] = JsonOutput.OfStage(terms) };
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
