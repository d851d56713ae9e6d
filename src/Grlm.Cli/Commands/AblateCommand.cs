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
            parsed =>
            {
                var (path, grid) = Load(parsed.GetRequiredValue(file), host.CurrentDirectory, host.Product);
                return RunConfiguration.Of(path, grid.Base, host.Product).Workspace;
            });
        return command;
    }

    private static (string Path, AblationGrid Grid) Load(string file, string currentDirectory, Product product)
    {
        var path = UserPath.Resolve(file, currentDirectory);
        return (path, new AblationGrid(
            path, JsonFile.ReadConfiguration(path),
            [.. product.Sections.Where(section => section.Has(AblationGrid.SeedOption)).Select(section => section.Name)]));
    }

    private static async Task RunAsync(CommandContext context, string file, AblateOptions options)
    {
        var (path, grid) = Load(file, context.CurrentDirectory, context.Product);
        var cells = Chosen(grid.Cells(), options.Only);
        var workspaces = cells.Select(cell => new GrlmWorkspace(Path.Combine(context.Workspace.Root, CellsFolder, cell.Folder))).ToArray();

        // Before the first stage of any cell: a mistake in the last one should not show after hours.
        var plans = cells
            .Select(cell => RunConfiguration.Of(path, cell.Members, context.Product).Plan(context.Settings, options.Data)).ToArray();
        List<AblationResult> results = [];
        Dictionary<int, IReadOnlyList<IStageOutcome>> bases = [];
        AblationReport? report = null;
        for (var place = 0; place < cells.Count; place++)
        {
            var cell = cells[place];
            context.Terminal.Message($"{cell.Name}{(cell.Seed is { } seed ? $", seed {seed}" : "")}");
            var runs = await RunCommand.ExecuteAsync(context.In(workspaces[place], workspaces), plans[place]);
            results.Add(await AblationResult.MakeAsync(
                cell, workspaces[place], runs, bases.GetValueOrDefault(cell.Seed ?? 0, []), context.CancellationToken));
            if (cell.Name == AblationGrid.BaseName)
            {
                bases[cell.Seed ?? 0] = runs; // the first of its seed: it has nothing to stand beside itself
            }

            report = AblationReport.Of(file, results, name => CommandOf(file, options.Data, name));
            Write(context.Workspace, report);
        }

        Print(context, report!);
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

    /// <summary>Writes the tables. It is called after every cell, so that a long grid can be looked at while it runs.</summary>
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
