using System.Text.Json.Serialization;

namespace Grlm.Torch;

/// <summary>Outcome of a training stage (rank or train).</summary>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Epochs">Epochs run.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, one-based; 0 for the weights before any training.</param>
/// <param name="Steps">Optimiser steps run.</param>
/// <param name="ValidationRecallAt10">Recall@10 of the kept weights on all validation users, protocol <c>filtered</c>; null for a model
/// refit on them.</param>
/// <param name="ValidationNdcgAt10">NDCG@10 likewise.</param>
public sealed record TrainingReport(
    long Parameters,
    int Epochs,
    int BestEpoch,
    int Steps,
    double? ValidationRecallAt10,
    double? ValidationNdcgAt10) : IStageReport
{
    /// <summary>Gets what kind of generator was made; <see cref="GeneratorKind.Compact"/> for the ranker too, which makes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GeneratorKind Generator { get; init; }

    /// <summary>Gets the mean validation loss of a language model before training, in nats; null for other trainings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ValidationLossBefore { get; init; }

    /// <summary>Gets the mean validation loss of the weights that were kept, in nats; null for other trainings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// Gets what about a language model is not as its configuration says, or is not read: whole sentences; null for nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notices { get; init; }

    /// <summary>
    /// Gets the outcome of the preference tuning that followed, whose weights are the ones that were kept; null where there was none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingReport? Preference { get; init; }

    /// <summary>
    /// Gets the generator's weight beside the ranker, and what both together gave on validation users; null for the ranker.
    /// </summary>
    public FusionTrial? Fusion { get; init; }

    /// <inheritdoc/>
    public string Summarize() => $"validation Recall@10 {Readable.Share((Preference ?? this).ValidationRecallAt10)}";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            "Training",
            [
                ("Parameters", Readable.Count(Parameters)),
                ("Epochs (best)", $"{Epochs} ({BestEpoch})"),
                ("Steps", Readable.Count(Steps)),
                ("Validation Recall@10", Readable.Share(ValidationRecallAt10)),
                ("Validation NDCG@10", Readable.Share(ValidationNdcgAt10)),
                .. LossFigures(),
                .. (Notices ?? []).Select(notice => ("Notice", notice)),
                .. Preference is { } preferred ? PreferenceFigures(preferred) : [],
                .. Fusion is { } fusion
                    ? ((string, string)[])
                    [
                        ("Weight beside the ranker", fusion.Weight.ToString("0.##")),
                        ("Fused Recall@10", Readable.Share(fusion.RecallAt10)),
                        ("Fused NDCG@10", Readable.Share(fusion.NdcgAt10)),
                    ]
                    : [],
            ]),
    ];

    private IEnumerable<(string Name, string Value)> LossFigures()
        => ValidationLoss is { } loss ? [("Validation loss (before)", $"{loss:F3} ({ValidationLossBefore:F3})")] : [];

    private static IEnumerable<(string Name, string Value)> PreferenceFigures(TrainingReport report) =>
    [
        ("Preference epochs (best)", $"{report.Epochs} ({report.BestEpoch})"),
        ("Validation Recall@10 then", Readable.Share(report.ValidationRecallAt10)),
        ("Validation NDCG@10 then", Readable.Share(report.ValidationNdcgAt10)),
    ];
}
