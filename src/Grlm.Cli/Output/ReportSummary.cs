using Grlm.Import;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>The results of stages in half a line.</summary>
internal static class ReportSummary
{
    /// <summary>What matters most in a stage's result record.</summary>
    public static string Of(object report) => report switch
    {
        ImportReport import => $"{Readable.Count(import.Items)} items, {Readable.Count(import.Interactions)} interactions",
        AddItemsReport add => $"{Readable.Count(add.Added)} items added, {Readable.Count(add.Updated)} updated",
        EmbedReport embed => $"{Readable.Count(embed.Neighbors)} neighbours for each of {Readable.Count(embed.Items)} items",
        TermsReport terms => $"{Readable.Count(terms.Valid)} term IDs of {Readable.Count(terms.UniqueTerms)} terms",
        InstructReport instruct =>
            $"{Readable.Count(instruct.Tasks.Sum(task => task.Training))} samples to train on, {Readable.Count(instruct.Tasks.Sum(task => task.Validation))} to validate on",
        TrainingReport training => $"validation Recall@10 {Readable.Share((training.Preference ?? training).ValidationRecallAt10)}",
        TuneReport tune => $"{Readable.Count(tune.Trials)} trials, validation Recall@10 {Readable.Share(tune.RecallAt10)}",
        EvaluationReport evaluation => $"{evaluation.Source}, {evaluation.Protocol}: Recall@10 {Readable.Share(Recall(evaluation))}",
        _ => throw new ArgumentException($"There is no summary of a {report.GetType().Name}.", nameof(report)),
    };

    private static double? Recall(EvaluationReport report) => report.Metrics.TryGetValue("recall@10", out var recall) ? recall : null;
}
