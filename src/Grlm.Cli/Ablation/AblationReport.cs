using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>The outcome of an ablation: <c>ablation.json</c>.</summary>
/// <param name="Configuration">Path of the configuration.</param>
/// <param name="Rows">A row a variant and evaluation, over all seeds.</param>
/// <param name="Cells">Every cell on its own.</param>
internal sealed record AblationReport(string Configuration, IReadOnlyList<AblationRow> Rows, IReadOnlyList<AblationResult> Cells)
{
    /// <summary>Puts the cells together.</summary>
    /// <param name="configuration">Path of the configuration.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="commandOf">The command that makes a variant.</param>
    public static AblationReport Of(string configuration, IReadOnlyList<AblationResult> cells, Func<string, string> commandOf) => new(
        configuration,
        [.. cells
            .SelectMany(cell => cell.Evaluations.Zip(cell.AgainstBase, (report, comparison) => (cell.Name, Report: report, Comparison: comparison)))
            .GroupBy(one => (one.Name, one.Report.Source, one.Report.Protocol, one.Report.Part))
            .Select(group => AblationRow.Of(
                group.Key.Name,
                [.. group.Select(one => one.Report)],
                [.. group.Select(one => one.Comparison).OfType<RunComparison>()],
                commandOf(group.Key.Name)))],
        cells);
}

/// <summary>What came of one cell.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Seed">Seed of its stages; null for that of the options.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Seconds">Seconds that its stages took, those that were copied from another cell among them.</param>
/// <param name="Evaluations">Its metrics.</param>
/// <param name="AgainstBase">Each evaluation beside that of the base with the same seed, user by user; null where there is nothing to compare.</param>
internal sealed record AblationResult(
    string Name,
    int? Seed,
    JsonObject Changes,
    string Workspace,
    double Seconds,
    IReadOnlyList<EvaluationReport> Evaluations,
    IReadOnlyList<RunComparison?> AgainstBase);
