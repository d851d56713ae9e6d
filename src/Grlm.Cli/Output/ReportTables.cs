using Grlm.Import;
using Grlm.Torch;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>The results of stages as tables.</summary>
internal static class ReportTables
{
    /// <summary>The table of a stage's result record.</summary>
    public static IRenderable Of(object report) => report switch
    {
        ImportReport import => Of(import),
        AddItemsReport add => Of(add),
        EmbedReport embed => Of(embed),
        TermsReport terms => Of(terms),
        TrainingReport training => Of(training),
        TuneReport tune => Of(tune),
        InstructReport instruct => Of(instruct),
        EvaluationReport evaluation => EvaluationTables.Of(evaluation),
        _ => throw new ArgumentException($"There is no table for a {report.GetType().Name}.", nameof(report)),
    };

    /// <summary>Names and values below a heading.</summary>
    public static Rows Figures(string heading, IEnumerable<(string Name, string Value)> figures)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns(
            new TableColumn("").PadRight(4),
            new TableColumn("").RightAligned());
        foreach (var (name, value) in figures)
        {
            table.AddRow(Printed.Line(name, Styles.Muted), Printed.Line(value));
        }

        return new Rows(Printed.Line(heading, Styles.Strong), new Padder(table, new Padding(2, 0, 0, 1)));
    }

    private static Rows Of(ImportReport report)
        => Figures(
        "Dataset",
        [
            ("Items", Readable.Count(report.Items)),
            ("Users", Readable.Count(report.Users)),
            ("Interactions", Readable.Count(report.Interactions)),
            .. report.Domains.Select(domain =>
                ($"… of {domain.Domain}", $"{Readable.Count(domain.Items)} items, {Readable.Count(domain.Users)} users, {Readable.Count(domain.Interactions)}")),
            .. report.Times.Select(times =>
                ($"Times in {Path.GetFileName(times.File)}", $"{times.Unit}, {times.Earliest:yyyy-MM-dd} to {times.Latest:yyyy-MM-dd}")),
            ("Duplicates dropped", Readable.Count(report.Duplicates)),
            .. report.Split is { ValidationFrom: { } validation, TestFrom: { } test }
                ? [("Validation from", $"{validation:yyyy-MM-dd HH:mm}"), ("Test from", $"{test:yyyy-MM-dd HH:mm}")]
                : Array.Empty<(string, string)>(),
            .. report.Dropped.Select(dropped => ($"Dropped: {dropped.Key}", Readable.Count(dropped.Value))),
            .. report.Noticed.Select(noticed => ($"Kept: {noticed.Key}", Readable.Count(noticed.Value))),
        ]);

    private static Rows Of(AddItemsReport report)
        => Figures(
        "Catalogue",
        [
            ("Items", Readable.Count(report.Items)),
            ("Added", Readable.Count(report.Added)),
            ("Updated", Readable.Count(report.Updated)),
            .. report.Dropped.Select(dropped => ($"Dropped: {dropped.Key}", Readable.Count(dropped.Value))),
        ]);

    private static Rows Of(EmbedReport report)
        => Figures(
        "Neighbours",
        [
            ("Items", Readable.Count(report.Items)),
            ("… without text", Readable.Count(report.WithoutText)),
            .. report.ZeroVectors > 0 ? [("… whose vector is zeros though they have text", Readable.Count(report.ZeroVectors))] : Array.Empty<(string, string)>(),
            ("Different texts", Readable.Count(report.Texts)),
            ("Kept from the run before", Readable.Count(report.Kept)),
            ("Width of a vector", Readable.Count(report.Width)),
            ("Neighbours of an item", Readable.Count(report.Neighbors)),
            ("Mean similarity of the nearest", Readable.Share(report.MeanSimilarity)),
            report.Search.Exact
                ? ("Search", "exact")
                : ($"Recall on {Readable.Count(report.Search.MeasuredItems)} items", Readable.Share(report.Search.Recall)),
        ]);

    private static Rows Of(TermsReport report)
        => Figures(
        "Term library",
        [
            ("Items", Readable.Count(report.Items)),
            ("With a valid term ID", Readable.Count(report.Valid)),
            ("Sharing one with another", Readable.Count(report.CollidingItems)),
            ("… though their metadata differ", Readable.Count(report.CollidingItemsWithDifferentMetadata)),
            ("Distinct terms", Readable.Count(report.UniqueTerms)),
            ("… that one item alone has", Readable.Count(report.SingletonTerms)),
            .. report.SharedTermsWithNeighbors is { } shared ? [("Shared with a near item", report.Analysis is { } analysis ? $"{shared:F2} of {analysis.Slots.Count}" : $"{shared:F2}")] : Array.Empty<(string, string)>(),
            .. report.FillerSlots > 0
                ? [("With a slot that says nothing", $"{Readable.Count(report.ItemsWithFiller)} ({Readable.Count(report.FillerSlots)} slots)")]
                : Array.Empty<(string, string)>(),
            .. report.Extracted > 0 ? [("Extracted", Readable.Count(report.Extracted))] : Array.Empty<(string, string)>(),
            .. report.Usage is { } usage ? ModelFigures(report, usage) : [],
            .. report.CollisionsRepaired > 0 ? [("Told apart after a collision", Readable.Count(report.CollisionsRepaired))] : Array.Empty<(string, string)>(),
            .. report.Context is { } context ? ContextFigures(context) : [],
            .. report.Dropped.Select(dropped => ($"Dropped: {dropped.Key}", Readable.Count(dropped.Value))),
        ]);

    private static IEnumerable<(string Name, string Value)> ModelFigures(TermsReport report, ModelUsage usage) =>
    [
        ("Named by the model at once", Readable.Count(report.ValidAtFirst)),
        ("… when asked again", Readable.Count(report.Retried)),
        ("… not at all", Readable.Count(report.Failures.Count)),
        ("Calls, and answers of earlier runs", $"{Readable.Count(usage.Calls)} + {Readable.Count(usage.Reused)}"),
        ("Tokens read and written", $"{Readable.Count(usage.InputTokens)} + {Readable.Count(usage.OutputTokens)}"),
        .. usage.Cost is { } cost ? [("Cost", $"{cost:N2}")] : Array.Empty<(string, string)>(),
    ];

    private static IEnumerable<(string Name, string Value)> ContextFigures(ContextFigures context) =>
    [
        ("With neighbours: other term IDs", Readable.Count(context.ItemsChanged)),
        ("… distinct terms", Readable.Count(context.UniqueTerms)),
        ("… that one item alone has", Readable.Count(context.SingletonTerms)),
        ("… shared with a near item", context.SharedTermsWithNeighbors is { } shared ? $"{shared:F2}" : "–"),
    ];

    private static Rows Of(InstructReport report)
        => Figures(
        "Instruction samples",
        [
            .. report.Tasks.Select(task => (task.Task.ToString(), Readable.Count(task.Training))),
            ("To train on", Readable.Count(report.Tasks.Sum(task => task.Training))),
            ("To validate on", Readable.Count(report.Tasks.Sum(task => task.Validation))),
            .. report.Bytes.Select(file => (file.Key, Readable.Bytes(file.Value))),
        ]);

    private static Rows Of(TrainingReport report)
        => Figures(
        "Training",
        [
            ("Parameters", Readable.Count(report.Parameters)),
            ("Epochs (best)", $"{report.Epochs} ({report.BestEpoch})"),
            ("Steps", Readable.Count(report.Steps)),
            ("Validation Recall@10", Readable.Share(report.ValidationRecallAt10)),
            ("Validation NDCG@10", Readable.Share(report.ValidationNdcgAt10)),
            .. LossOf(report),
            .. (report.Notices ?? []).Select(notice => ("Notice", notice)),
            .. report.Preference is { } preferred ? PreferenceOf(preferred) : [],
            .. report.Fusion is { } fusion
                ? ((string, string)[])
                [
                    ("Weight beside the ranker", fusion.Weight.ToString("0.##")),
                    ("Fused Recall@10", Readable.Share(fusion.RecallAt10)),
                    ("Fused NDCG@10", Readable.Share(fusion.NdcgAt10)),
                ]
                : [],
        ]);

    private static IEnumerable<(string Name, string Value)> LossOf(TrainingReport report)
        => report.ValidationLoss is { } loss ? [("Validation loss (before)", $"{loss:F3} ({report.ValidationLossBefore:F3})")] : [];

    private static IEnumerable<(string Name, string Value)> PreferenceOf(TrainingReport report) =>
    [
        ("Preference epochs (best)", $"{report.Epochs} ({report.BestEpoch})"),
        ("Validation Recall@10 then", Readable.Share(report.ValidationRecallAt10)),
        ("Validation NDCG@10 then", Readable.Share(report.ValidationNdcgAt10)),
    ];

    private static Rows Of(TuneReport report)
        => Figures(
        $"Options of {report.Stage}, chosen on validation users",
        [
            ("Trials", Readable.Count(report.Trials)),
            ("Minutes", $"{report.Minutes:0.0}"),
            ("Recall@10 and NDCG@10 now", $"{Readable.Share(report.StartRecallAt10)}  {Readable.Share(report.StartNdcgAt10)}"),
            ("… with the best found", $"{Readable.Share(report.RecallAt10)}  {Readable.Share(report.NdcgAt10)}"),
            .. report.Options.Select(option => (OptionName.OnCommandLine(option.Key), option.Value.GetRawText())),
            .. report.Options.Count == 0 ? [("What is better", "nothing")] : Array.Empty<(string, string)>(),
        ]);
}
