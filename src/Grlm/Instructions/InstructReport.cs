namespace Grlm;

/// <summary>What the instruct stage has written.</summary>
/// <param name="Tasks">Samples of each task.</param>
/// <param name="Bytes">Size of the sample files, by name.</param>
/// <param name="LibraryVersion">The term library whose TIDs stand in them.</param>
public sealed record InstructReport(
    IReadOnlyList<InstructionTaskCounts> Tasks, IReadOnlyDictionary<string, long> Bytes, string LibraryVersion);
