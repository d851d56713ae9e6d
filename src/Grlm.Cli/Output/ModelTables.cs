using Grlm.Torch;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>What is known of language models as tables.</summary>
internal static class ModelTables
{
    /// <summary>A model that was downloaded, or was there.</summary>
    public static IRenderable Of(PulledModel pulled)
        => ReportTables.Figures(
        pulled.Repository,
        [
            ("Commit", pulled.Commit),
            ("Files", Readable.Count(pulled.Files.Count)),
            ("… that were there before", Readable.Count(pulled.Files.Count(file => file.Cached))),
            ("Size", Readable.Bytes(pulled.Files.Sum(file => file.Bytes))),
            ("Downloaded", Readable.Bytes(pulled.DownloadedBytes)),
        ]);

    /// <summary>What came of tuning.</summary>
    public static IRenderable Of(TuningReport report)
        => ReportTables.Figures(
        "Tuned",
        [
            ("Trained numbers", Readable.Count(report.Parameters)),
            ("Steps", $"{Readable.Count(report.Steps)}, in {report.Epochs} passes"),
            ("Tokens", Readable.Count(report.Tokens)),
            ("Loss of the last step", Loss(report.TrainingLoss)),
            ("Validation loss before", Loss(report.ValidationLossBefore)),
            ("Validation loss kept", $"{Loss(report.ValidationLoss)}, of step {Readable.Count(report.BestStep)}"),
        ]);

    private static string Loss(double? loss) => loss?.ToString("F4") ?? "not measured";
}
