namespace Grlm;

/// <summary>Describes the terms of one slot.</summary>
/// <param name="Slot">Place in the TID, from 1.</param>
/// <param name="UniqueTerms">Distinct terms in it.</param>
/// <param name="SingletonTerms">Those that one item alone has there.</param>
/// <param name="MostFrequent">The most frequent ones with their items, most frequent first.</param>
public sealed record SlotFigures(int Slot, int UniqueTerms, int SingletonTerms, IReadOnlyList<TermFrequency> MostFrequent);
