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

        Artifacts.Recover(context.Workspace);
        var without = Without(context.Workspace, DatasetReader.Read(context.Workspace).Catalog, options.Remove);
        var add = items is null ? null : await Pipeline.AddItemsAsync(context, FormOfLast(context) with
        {
            Items = UserPath.Resolve(items, context.CurrentDirectory),
            Dataset = context.Workspace.PathOf(ArtifactNames.Dataset),
            Lenient = options.Lenient,
        });
        await Pipeline.EmbedAsync(context, OptionsOfLast(context, ArtifactNames.Neighbors, OptionSections.Embed) with { Keep = true });
        var terms = await Pipeline.TermsAsync(context, OptionsOfLast(context, ArtifactNames.Terms, OptionSections.Terms) with
        {
            TermIds = null,
            Keep = context.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds),
            Without = without,
        });
        Print(context, add, terms);
        TermsCommand.TellOfAModelInVain(context, terms.Result);
    }

    /// <summary>What was said of the form of the files that the dataset was made of: new items come in the same.</summary>
    private static AddItemsOptions FormOfLast(CommandContext context)
    {
        var form = Manifest.Read(context.Workspace, ArtifactNames.Dataset).Options.Deserialize<JsonObject>(WorkspaceJson.Options)!;
        form["items"] = form["dataset"] = string.Empty;
        return form.Deserialize<AddItemsOptions>(WorkspaceJson.Options)!;
    }

    /// <summary>The options that an artifact was made with: new items get theirs as the others did. Those of the settings where there is none.</summary>
    private static TOptions OptionsOfLast<TOptions>(CommandContext context, string artifact, OptionSection<TOptions> section)
        where TOptions : class
        => File.Exists(context.Workspace.PathOf(artifact, ArtifactNames.Manifest))
            ? Manifest.Read(context.Workspace, artifact).Options.Deserialize<TOptions>(WorkspaceJson.Options)!
            : section.Read(context.Settings.LayerOf(section.Name));

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
