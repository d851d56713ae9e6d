using Grlm.Torch;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws what is known of language models as tables.</summary>
internal static class ModelTables
{
    /// <summary>Returns a model that was downloaded, or was there.</summary>
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

    /// <summary>Returns a checkpoint, and the memory that work with it takes.</summary>
    public static IRenderable Of(ModelInformation model) => ReportTables.Figures(
        Path.GetFileName(model.Folder),
        [
            ("Architecture", $"{model.Architecture} ({model.Family})"),
            ("Parameters", Readable.Count(model.Parameters)),
            ("… of the embedding" + (model.TiedHead ? ", which is also the head" : ""), Readable.Count(model.EmbeddingParameters)),
            .. model.StoredTypes.OrderByDescending(type => type.Value)
                .Select(type => ($"… stored as {type.Key}", Readable.Count(type.Value))),
            ("Layers", $"{model.Layers}, {model.HiddenSize} wide"),
            ("Heads", $"{model.Heads}, {model.KeyValueHeads} for keys and values"),
            ("Context", $"{Readable.Count(model.ContextLength)} tokens"),
            ("Rotary scaling", model.Rotary.ToString().ToLowerInvariant()),
            ("Files", $"{model.Files.Count}, {Readable.Bytes(model.Bytes)}"),
            ("Tokenizer", model.HasTokenizer ? "yes" : "no"),
            ("Chat template", model.HasChatTemplate ? "yes" : "no"),
            .. Memory(model),
        ]);

    /// <summary>Returns a conversion.</summary>
    public static IRenderable Of(ModelConversionReport report) => ReportTables.Figures(
        "Converted",
        [
            ("Parameters", Readable.Count(report.Parameters)),
            ("Type", report.Dtype),
            ("Size", Readable.Bytes(report.Bytes)),
        ]);

    /// <summary>Draws what came of tuning.</summary>
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

    private static IEnumerable<(string Name, string Value)> Memory(ModelInformation model) =>
    [
        ($"Memory to run {Readable.Count(ModelInformation.Tokens)} tokens", Readable.Bytes(model.ToRun.Total)),
        ("… in bfloat16", Readable.Bytes(model.ToRunInBFloat16.Total)),
        ($"Memory to tune, {Readable.Count(ModelInformation.Tokens)} tokens at once", Readable.Bytes(model.ToTune.Total)),
        ($"… by LoRA of rank {ModelInformation.AdapterRank}", Readable.Bytes(model.ToTuneAdapter.Total)),
        ("Memory of this machine", Readable.Bytes(model.Machine.Total)),
        ("… that is free", Readable.Bytes(model.Machine.Free)),
    ];

    private static string Loss(double? loss) => loss?.ToString("F4") ?? "not measured";
}
