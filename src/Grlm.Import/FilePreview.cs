namespace Grlm.Import;

/// <summary>Holds what an import would see in a file.</summary>
/// <param name="Content"><c>items</c> or <c>interactions</c>.</param>
/// <param name="Reading">Its form, and what was read of it.</param>
/// <param name="Rows">Rows that can be used.</param>
/// <param name="First">The first of them as they would be stored.</param>
/// <param name="Dropped">Rows that cannot be used, by reason: a strict import ends at the first.</param>
public sealed record FilePreview(
    string Content, FileReading Reading, long Rows, IReadOnlyList<IReadOnlyDictionary<string, object?>> First,
    IReadOnlyDictionary<string, long> Dropped)
{
    /// <summary>Gets the first row that cannot be used, with file, line and remedy; null where there is none.</summary>
    public string? FirstFault { get; init; }

    /// <summary>Gets the times of the interactions; null where there are none.</summary>
    public InteractionTimes? Times { get; init; }
}
