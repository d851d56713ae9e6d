namespace Grlm;

/// <summary>Holds what a term-ID file gave for a catalogue.</summary>
/// <param name="TermIds">The TID of every item in catalogue order; null where a lenient reading found none.</param>
/// <param name="Length">Number of terms of each.</param>
/// <param name="Normalized">Items whose TID was not in normal form and has been brought into it.</param>
/// <param name="Repeating">Items whose TID has the same term twice; such a TID is kept as it is.</param>
/// <param name="Dropped">
/// Term IDs dropped, by reason, and under <c>missing</c> the items left without one; empty unless read leniently.
/// </param>
internal sealed record TermIdReading(
    IReadOnlyList<TermId?> TermIds, int Length, int Normalized, int Repeating, IReadOnlyDictionary<string, int> Dropped);
