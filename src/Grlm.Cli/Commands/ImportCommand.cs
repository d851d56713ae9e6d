using System.CommandLine;
using System.Text.Json.Nodes;
using Grlm.Import;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary><c>grlm import</c>: a catalogue and interactions into the workspace, with their term IDs if there are some.</summary>
internal sealed class ImportCommand(Func<IStage<ImportOptions, ImportReport>>? stage = null)
    : StageCommand<ImportOptions, ImportReport>(
        new OptionSection<ImportOptions>("import"),
        $"Read a catalogue and its interactions, and existing term IDs, into the workspace; " +
            $"a file called {PipedInputs.StandardInput} is standard input.",
        stage ?? (() => new ImportStage()))
{
    private const string DryRun = "--dry-run";

    private readonly Option<string[]> _dryRun = new(DryRun)
    {
        Description = "Say what these files look like, how they would be read and what would be dropped; write nothing.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <inheritdoc/>
    /// <remarks>Where the configuration makes terms itself, those that come with the catalogue would be replaced at once.</remarks>
    public override PlannedRun Plan(IReadOnlyList<OptionLayer> layers, Predicate<string> isPlanned)
    {
        var options = Section.Read([.. layers]);
        return Planned(isPlanned(TermsCommand.Name) ? options with { TermIds = null } : options);
    }

    /// <inheritdoc/>
    public override async Task<StageOutcome<ImportReport>> RunAsync(CommandContext context, ImportOptions options)
    {
        using var inputs = new PipedInputs(context);
        return await base.RunAsync(context, await inputs.ReplaceAsync(options));
    }

    /// <inheritdoc/>
    protected override void AddTo(Command command, CommandHost host) => command.Options.Add(_dryRun);

    /// <inheritdoc/>
    protected override async Task InvokeAsync(CommandContext context, CommandOptions<ImportOptions> options)
    {
        if (context.Parsed.GetResult(_dryRun) is not null)
        {
            await LookAsync(context, options, context.Parsed.GetValue(_dryRun) ?? []);
            return;
        }

        var import = await RunAsync(context, options.Read(context));
        if (context.Json)
        {
            var document = JsonOutput.OfStage(import);
            document["terms"] = import.Following is { } terms ? JsonOutput.OfStage(terms) : null;
            context.Terminal.Json(document.ToJsonString(WorkspaceJson.Options));
            return;
        }

        context.Terminal.Result(Draw(import.Result));
        if (import.Following?.Result is IStageReport following)
        {
            context.Terminal.Result(ReportTables.Of(following));
        }
    }

    /// <inheritdoc/>
    protected override IRenderable Draw(ImportReport report)
        => report.Files.Count == 0 ? ReportTables.Of(report) : new Rows(ReportTables.Of(report), FileTables.Of(report.Files));

    private static async Task LookAsync(CommandContext context, CommandOptions<ImportOptions> options, string[] files)
    {
        using var inputs = new PipedInputs(context);
        var asked = new JsonArray([.. files.Select(file => JsonValue.Create(file))]);
        var below = new JsonObject { ["items"] = asked, ["interactions"] = asked.DeepClone() };
        var read = options.Read(context, files.Length == 0 ? [] : [new OptionLayer($"with {DryRun}", below, context.CurrentDirectory)]);
        var looks = files.Length > 0
            ? (await inputs.ReplaceAsync(
                FileList.Of(
                    [.. files.Select(
                        file => file == PipedInputs.StandardInput ? file : UserPath.Resolve(file, context.CurrentDirectory))])))
                .Select(file => (file, isItems: (bool?)null))
            : (await inputs.ReplaceAsync(read)) is var taken
            ? taken.Items.Select(file => (file, isItems: (bool?)true)).Concat(taken.Interactions.Select(file => (file, (bool?)false))) : [];
        List<FilePreview> previews = [];
        foreach (var (file, isItems) in looks)
        {
            var display = new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken);
            previews.Add(await display.ShowAsync("import",
                progress => Task.FromResult(ImportPreview.Look(file, isItems, read, progress, context.CancellationToken))));
        }

        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(previews));
            return;
        }

        previews.ForEach(
            preview =>
                context.Terminal.Result(
                    FileTables.Of(
                        preview with { FirstFault = preview.FirstFault is { } fault ? CommandWords.Of(fault, context.Product) : null })));
    }
}
