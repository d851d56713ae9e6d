using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm ablate</c>: a grid of variants of a configuration, and one table of what came of them.</summary>
internal static class AblateCommand
{
    private const string CellsFolder = "cells";
    private const string JsonName = "ablation.json";
    private const string MarkdownName = "ablation.md";

    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("CONFIG.json") { Description = "The configuration: that of 'grlm run', and variants of it." };
        var command = new Command(OptionSections.Ablate.Name, "Run variants of a configuration, and compare them in one table.");
        command.Arguments.Add(file);
        var options = new CommandOptions<AblateOptions>(command, OptionSections.Ablate);
        host.SetAction(
            command,
            context => RunAsync(context, context.Parsed.GetRequiredValue(file), options.Read(context)),
            parsed => Load(parsed.GetRequiredValue(file), host.CurrentDirectory, host.Product).Workspace);
        return command;
    }

    private static AblationConfiguration Load(string file, string currentDirectory, Product product)
        => AblationConfiguration.Load(UserPath.Resolve(file, currentDirectory), product);

    private static async Task RunAsync(CommandContext context, string file, AblateOptions options)
    {
        var cells = Chosen(Load(file, context.CurrentDirectory, context.Product).Cells(), options.Only);
        var workspaces = cells.Select(cell => new GrlmWorkspace(Path.Combine(context.Workspace.Root, CellsFolder, cell.Folder))).ToArray();

        // Before the first stage of any cell: a mistake in the last one should not show after hours.
        var plans = cells.Select(cell => cell.Configuration.Plan(context.Settings, options.Data)).ToArray();
        List<AblationResult> results = [];
        Dictionary<int, IReadOnlyList<IStageOutcome>> bases = [];
        AblationReport? report = null;
        for (var place = 0; place < cells.Count; place++)
        {
            var cell = cells[place];
            context.Terminal.Message($"{cell.Name}{(cell.Seed is { } seed ? $", seed {seed}" : "")}");
            var runs = await RunCommand.ExecuteAsync(context.In(workspaces[place], workspaces), plans[place]);
            IStageOutcome[] evaluations = [.. runs.Where(run => run.Result is EvaluationReport)];
            var against = await AgainstAsync(evaluations, bases.GetValueOrDefault(cell.Seed ?? 0, []), context.CancellationToken);
            if (cell.Name == AblationConfiguration.BaseName)
            {
                bases[cell.Seed ?? 0] = evaluations; // the first of its seed: it has nothing to stand beside itself
            }

            results.Add(new AblationResult(
                cell.Name, cell.Seed, cell.Changes, workspaces[place].Root, runs.Sum(run => run.Seconds),
                [.. evaluations.Select(run => (EvaluationReport)run.Result)],
                against));
            report = AblationReport.Of(file, results, name => CommandOf(file, options.Data, name));
            Write(context.Workspace, report);
        }

        Print(context, report!);
    }

    private static async Task<IReadOnlyList<RunComparison?>> AgainstAsync(
        IReadOnlyList<IStageOutcome> evaluations, IReadOnlyList<IStageOutcome> bases, CancellationToken cancellationToken)
    {
        List<RunComparison?> comparisons = [];
        foreach (var evaluation in evaluations)
        {
            var name = Path.GetFileName(evaluation.Artifact);
            var standard = bases.FirstOrDefault(run => string.Equals(Path.GetFileName(run.Artifact), name, StringComparison.Ordinal));
            comparisons.Add(standard is null
                ? null
                : await EvaluationRuns.TryCompareCommonAsync(evaluation.Artifact, standard.Artifact, new EvaluateOptions().Seed,
                    cancellationToken));
        }

        return comparisons;
    }

    private static IReadOnlyList<AblationCell> Chosen(IReadOnlyList<AblationCell> cells, IReadOnlyList<string> only)
    {
        var names = cells.Select(cell => cell.Name).Distinct(StringComparer.Ordinal).ToList();
        return only.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw new InvalidOptionsException(
                $"There is no variant '{unknown}'.{Suggestion.For(unknown, names)} There are: {string.Join(", ", names)}.")
            : [.. cells.Where(cell => only.Count == 0 || only.Contains(cell.Name, StringComparer.Ordinal))];
    }

    private static string CommandOf(string file, string? data, string name)
        => $"grlm ablate {file}{(data is null ? "" : $" --data {data}")} " +
            $"--only {(name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name)}";

    /// <summary>After every cell: a long grid can be looked at while it runs.</summary>
    private static void Write(GrlmWorkspace workspace, AblationReport report)
    {
        Directory.CreateDirectory(workspace.Root);
        AtomicFile.WriteAllText(Path.Combine(workspace.Root, JsonName), JsonOutput.Of(report) + "\n");
        AtomicFile.WriteAllText(Path.Combine(workspace.Root, MarkdownName), AblationTables.Markdown(report));
    }

    private static void Print(CommandContext context, AblationReport report)
    {
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
            return;
        }

        context.Terminal.Result(AblationTables.Of(report));
        context.Terminal.Message($"Tables: {Path.Combine(context.Workspace.Root, MarkdownName)}");
    }
}
