namespace Grlm;

/// <summary>Holds what a text was grounded to.</summary>
/// <param name="Terms">The terms read from it, in normal form.</param>
/// <param name="Repaired">What had to be put right to read it, a phrase each; empty for a text in the usual form.</param>
/// <param name="Source">Direct or structural mapping; null where nothing was found.</param>
/// <param name="Items">The items, best first.</param>
/// <param name="Reason">Why nothing was found: a whole sentence; null where something was.</param>
public sealed record GroundedText(
    IReadOnlyList<string> Terms, IReadOnlyList<string> Repaired, GroundingSource? Source, IReadOnlyList<GroundedItem> Items, string? Reason)
{
    /// <summary>Returns that nothing was found, and why.</summary>
    internal static GroundedText Nothing(string reason, IReadOnlyList<string>? terms = null, IReadOnlyList<string>? repaired = null)
        => new(terms ?? [], repaired ?? [], null, [], reason);
}
