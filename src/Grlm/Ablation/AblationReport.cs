using System.Text.Json.Nodes;

namespace Grlm.Internal;

/// <summary>Describes the outcome of an ablation: <c>ablation.json</c>.</summary>
/// <param name="Configuration">Path of the configuration.</param>
/// <param name="Rows">A row a variant and evaluation, over all seeds.</param>
/// <param name="Cells">Every cell on its own.</param>
public sealed record AblationReport(string Configuration, IReadOnlyList<AblationRow> Rows, IReadOnlyList<AblationResult> Cells)
{
    /// <summary>Puts the cells together.</summary>
    /// <param name="configuration">Path of the configuration.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="commandOf">The command that makes a variant.</param>
    public static AblationReport Of(string configuration, IReadOnlyList<AblationResult> cells, Func<string, string> commandOf) => new(
        configuration,
        [.. cells
            .SelectMany(
                cell => cell.Evaluations.Zip(cell.AgainstBase, (report, comparison) => (cell.Name, Report: report, Comparison: comparison)))
            .GroupBy(one => (one.Name, one.Report.Source, one.Report.Protocol, one.Report.Part))
            .Select(group => AblationRow.Of(
                group.Key.Name,
                [.. group.Select(one => one.Report)],
                [.. group.Select(one => one.Comparison).OfType<RunComparison>()],
                commandOf(group.Key.Name)))],
        cells);
}

/// <summary>Holds what came of one cell.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Seed">Seed of its stages; null for that of the options.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Seconds">Seconds that its stages took, those that were copied from another cell among them.</param>
/// <param name="Evaluations">Its metrics.</param>
/// <param name="AgainstBase">Each evaluation beside that of the base with the same seed, user by user; null where there is nothing to
/// compare.</param>
public sealed record AblationResult(
    string Name,
    int? Seed,
    JsonObject Changes,
    string Workspace,
    double Seconds,
    IReadOnlyList<EvaluationReport> Evaluations,
    IReadOnlyList<RunComparison?> AgainstBase)
{
    /// <summary>Puts the runs of a cell together, its evaluations beside those of the base.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="runs">What its stages came to.</param>
    /// <param name="bases">What the stages of the base with the same seed came to; empty for the base itself.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<AblationResult> MakeAsync(
        AblationCell cell, GrlmWorkspace workspace, IReadOnlyList<IStageOutcome> runs, IReadOnlyList<IStageOutcome> bases,
        CancellationToken cancellationToken)
    {
        IStageOutcome[] evaluations = [.. runs.Where(run => run.Result is EvaluationReport)];
        List<RunComparison?> against = [];
        foreach (var evaluation in evaluations)
        {
            var standard = bases.FirstOrDefault(run => run.Result is EvaluationReport && NameOf(run) == NameOf(evaluation));
            against.Add(standard is null
                ? null
                : await EvaluationRuns.TryCompareCommonAsync(
                    evaluation.Artifact, standard.Artifact, new EvaluateOptions().Seed, cancellationToken));
        }

        return new AblationResult(
            cell.Name, cell.Seed, cell.Changes, workspace.Root, runs.Sum(run => run.Seconds),
            [.. evaluations.Select(run => (EvaluationReport)run.Result)], against);

        static string NameOf(IStageOutcome run) => Path.GetFileName(run.Artifact);
    }
}

/// <summary>Describes one evaluation of a variant over all its seeds.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Source">What ranked.</param>
/// <param name="Protocol">Protocol.</param>
/// <param name="Part">Which target.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Metrics">Means over the seeds.</param>
/// <param name="Intervals">Ends of the 95 % intervals over users, each the mean over the seeds.</param>
/// <param name="Ranges">Lowest and highest figure among the seeds.</param>
/// <param name="Differences">This less the base on the users of both: means over the seeds of the difference and of the ends of its 95 %
/// interval; empty for the base.</param>
/// <param name="Command">The command that makes it.</param>
public sealed record AblationRow(
    string Name,
    string Source,
    string Protocol,
    string Part,
    int Seeds,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Ranges,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Differences,
    string Command)
{
    /// <summary>Puts the evaluations of a variant together, one a seed.</summary>
    public static AblationRow Of(
        string name, IReadOnlyList<EvaluationReport> reports, IReadOnlyList<RunComparison> againstBase, string command)
    {
        var first = reports[0];
        return new AblationRow(
            name, first.Source, first.Protocol, first.Part, reports.Count,
            first.Metrics.Keys.ToDictionary(metric => metric, metric => reports.Average(report => report.Metrics[metric]),
                StringComparer.Ordinal),
            first.Intervals.Keys.ToDictionary(metric => metric,
                metric => Ends(end => reports.Average(report => report.Intervals[metric][end])), StringComparer.Ordinal),
            first.Metrics.Keys.ToDictionary(
                metric => metric,
                metric =>
                    Ends(end => end == 0 ? reports.Min(report => report.Metrics[metric]) : reports.Max(report => report.Metrics[metric])),
                StringComparer.Ordinal),
            (againstBase.Count == 0 ? [] : againstBase[0].Metrics.Keys).ToDictionary(
                metric => metric, metric => MeanOf([.. againstBase.Select(comparison => comparison.Metrics[metric])]),
                StringComparer.Ordinal),
            command);
    }

    private static IReadOnlyList<double> MeanOf(IReadOnlyList<PairedDifference> seeds) =>
    [
        seeds.Average(seed => seed.Difference), seeds.Average(seed => seed.Interval[0]), seeds.Average(seed => seed.Interval[1]),
    ];

    private static IReadOnlyList<double> Ends(Func<int, double> end) => [end(0), end(1)];
}
