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
