using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm import</c>: a catalogue and interactions into the workspace, with their term IDs if there are some.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Import.Name, "Read a catalogue and its interactions, and existing term IDs, into the workspace.");
        var options = new CommandOptions<ImportOptions>(command, OptionSections.Import, new ImportOptions { Items = [], Interactions = [] })
            .Add(o => o.Items, "The catalogue: JSON lines, CSV or TSV with a header, also .gz, or Parquet. Required.", "FILE")
            .Add(o => o.Interactions, "Sequences (user item item …), TSV or CSV with a header, or Parquet; also .gz. Required.", "FILE")
            .Add(o => o.TermIds, "Term IDs to read along: JSON (item to terms) or term-ids.parquet.", "FILE")
            .Add(o => o.Domains, "Names of the datasets' domains, where several are imported together.", "NAME")
            .Add(o => o.SharedUsers, "Users of the same id are the same in all datasets.")
            .Add(o => o.TextUsers, "Let users of a sequence file be named by text, not by a number.")
            .Add(o => o.KCore, "Keep users and items with at least N interactions; 0 keeps all.")
            .Add(o => o.Split, "What is held out: each user's last two interactions, or all from a time on.")
            .Add(o => o.ValidationShare, "Share of the interactions that a temporal split validates on.")
            .Add(o => o.TestShare, "Share, the latest, that a temporal split tests on.")
            .Add(o => o.Lenient, "Drop and count bad rows instead of refusing the file.");
        host.SetAction(command, context => RunAsync(context, options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, ImportOptions options)
    {
        var import = await Pipeline.ImportAsync(context, options);
        var terms = ImportWithTermIds.TermsOptionsOf(options) is { } termsOptions ? await Pipeline.TermsAsync(context, termsOptions) : null;
        if (context.Json)
        {
            var document = JsonOutput.OfStage(import);
            document["terms"] = terms is null ? null : JsonOutput.OfStage(terms);
            context.Terminal.Result(document.ToJsonString(WorkspaceJson.Options));
            return;
        }

        context.Terminal.Result(ReportTables.Of(import.Result));
        if (terms is not null)
        {
            context.Terminal.Result(ReportTables.Of(terms.Result));
        }
    }
}
