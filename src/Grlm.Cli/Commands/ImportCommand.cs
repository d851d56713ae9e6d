using System.CommandLine;
using System.Text.Json.Nodes;
using Grlm.Import;

namespace Grlm.Cli;

/// <summary><c>grlm import</c>: a catalogue and interactions into the workspace, with their term IDs if there are some.</summary>
internal static class ImportCommand
{
    private const string DryRun = "--dry-run";

    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Import.Name, "Read a catalogue and its interactions, and existing term IDs, into the workspace.");
        var options = new CommandOptions<ImportOptions>(command, OptionSections.Import, new ImportOptions { Items = [], Interactions = [] })
            .Add(o => o.Items, "The catalogue: JSON lines or a JSON list, a table (CSV, TSV, .dat, .item), also .gz, or Parquet; - is standard input. Required.", "FILE")
            .Add(o => o.Interactions, "Sequences (user item item …), or any of these forms. Required.", "FILE")
            .Add(o => o.TermIds, "Term IDs to read along: JSON (item to terms) or term-ids.parquet.", "FILE")
            .Add(o => o.Domains, "Names of the datasets' domains, where several are imported together.", "NAME")
            .Add(o => o.SharedUsers, "Users of the same id are the same in all datasets.")
            .Add(o => o.TextUsers, "Let users of a sequence file be named by text, not by a number.")
            .Add(o => o.Columns, "Which columns hold what, where their names are not known: user=userId,item=movieId,time=…", "MEANING=NAME")
            .Add(o => o.Separator, "What stands between fields: , ; | :: or tab. Recognised by default.")
            .Add(o => o.Encoding, "How the text is encoded: utf-8, latin-1, windows-1252, … [utf-8]", "NAME")
            .Add(o => o.NoHeader, "The first line of a table is a row; columns are named by number, from 1.")
            .Add(o => o.MinimumRating, "Least rating of an interaction that counts.")
            .Add(o => o.Events, "Which kinds of events count, and their weights: purchase=3,cart=2,view=1.", "KIND=N")
            .Add(o => o.KCore, "Keep users and items with at least N interactions; 0 keeps all.")
            .Add(o => o.Split, "What is held out: each user's last two interactions, or all from a time on.")
            .Add(o => o.ValidationShare, "Share of the interactions that a temporal split validates on.")
            .Add(o => o.TestShare, "Share, the latest, that a temporal split tests on.")
            .Add(o => o.Lenient, "Drop and count bad rows instead of refusing the file.");
        var dryRun = new Option<string[]>(DryRun)
        {
            Description = "Say what these files look like, how they would be read and what would be dropped; write nothing.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        command.Options.Add(dryRun);
        host.SetAction(command, context => context.Parsed.GetResult(dryRun) is null
            ? RunAsync(context, options.Read(context))
            : LookAsync(context, options, context.Parsed.GetValue(dryRun) ?? []));
        return command;
    }

    private static async Task LookAsync(CommandContext context, CommandOptions<ImportOptions> options, string[] files)
    {
        using var inputs = new PipedInputs(context);
        var asked = new JsonArray([.. files.Select(file => JsonValue.Create(file))]);
        var below = new JsonObject { ["items"] = asked, ["interactions"] = asked.DeepClone() };
        var read = options.Read(context, files.Length == 0 ? [] : [new OptionLayer($"with {DryRun}", below, context.CurrentDirectory)]);
        var looks = files.Length > 0
            ? (await inputs.TakeAsync(FileList.Of([.. files.Select(file => file == PipedInputs.StandardInput ? file : UserPath.Resolve(file, context.CurrentDirectory))])))
                .Select(file => (file, isItems: (bool?)null))
            : (await inputs.TakeAsync(read)) is var taken ? taken.Items.Select(file => (file, isItems: (bool?)true)).Concat(taken.Interactions.Select(file => (file, (bool?)false))) : [];
        List<FilePreview> previews = [];
        foreach (var (file, isItems) in looks)
        {
            var display = new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken);
            previews.Add(await display.ShowAsync("import", progress => Task.FromResult(ImportPreview.Look(file, isItems, read, progress, context.CancellationToken))));
        }

        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(previews));
            return;
        }

        previews.ForEach(preview => context.Terminal.Result(FileTables.Of(preview)));
    }

    /// <summary>The catalogue and its term IDs, which take the place of the last ones together.</summary>
    private static async Task<(StageRun<ImportReport> Import, StageRun<TermsReport>? Terms)> ImportAsync(
        CommandContext context, ImportOptions options, TermsOptions termsOptions)
        => (await Pipeline.ImportAsync(context, options), await Pipeline.TermsAsync(context, termsOptions));

    private static async Task RunAsync(CommandContext context, ImportOptions options)
    {
        var (import, terms) = ImportWithTermIds.TermsOptionsOf(options) is { } termsOptions
            ? await WorkspaceChange.RunAsync(context.Workspace, changing => ImportAsync(context.In(changing, context.Siblings), options, termsOptions))
            : (await Pipeline.ImportAsync(context, options), null);
        if (context.Json)
        {
            var document = JsonOutput.OfStage(import);
            document["terms"] = terms is null ? null : JsonOutput.OfStage(terms);
            context.Terminal.Json(document.ToJsonString(WorkspaceJson.Options));
            return;
        }

        context.Terminal.Result(ReportTables.Of(import.Result));
        if (import.Result.Files.Count > 0)
        {
            context.Terminal.Result(FileTables.Of(import.Result.Files));
        }

        if (terms is not null)
        {
            context.Terminal.Result(ReportTables.Of(terms.Result));
        }
    }
}
