namespace Grlm;

/// <summary>Holds what the instruct stage has written.</summary>
/// <param name="Tasks">Samples of each task.</param>
/// <param name="Bytes">Size of the sample files, by name.</param>
/// <param name="LibraryVersion">The term library whose TIDs stand in them.</param>
public sealed record InstructReport(
    IReadOnlyList<InstructionTaskCounts> Tasks, IReadOnlyDictionary<string, long> Bytes, string LibraryVersion)
    : IStageReport
{
    /// <inheritdoc/>
    public string Summarize()
        => $"{Readable.Count(Tasks.Sum(task => task.Training))} samples to train " +
            $"on, {Readable.Count(Tasks.Sum(task => task.Validation))} to validate on";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            "Instruction samples",
            [
                .. Tasks.Select(task => (task.Task.ToString(), Readable.Count(task.Training))),
                ("To train on", Readable.Count(Tasks.Sum(task => task.Training))),
                ("To validate on", Readable.Count(Tasks.Sum(task => task.Validation))),
                .. Bytes.Select(file => (file.Key, Readable.Bytes(file.Value))),
            ]),
    ];
}
