namespace Grlm;

/// <summary>Describes how a file was understood.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Form">Its form in words: format, separator, encoding.</param>
/// <param name="Columns">Columns or fields that were read, with what each was read as.</param>
/// <param name="Unread">Columns or fields that nothing was taken from.</param>
public sealed record FileReading(string File, string Form, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> Unread)
{
    /// <summary>Gets the values that were left out while their rows stayed, by what was wrong with them.</summary>
    public IReadOnlyDictionary<string, long> DroppedValues { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets the interactions by kind of event; empty where the file has no kinds.</summary>
    public IReadOnlyDictionary<string, long> Events { get; init; } = new Dictionary<string, long>();
}
