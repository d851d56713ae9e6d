namespace Grlm;

/// <summary>A term that an item could have.</summary>
/// <param name="Term">Number of the term.</param>
/// <param name="Flags">Where in the item's texts it stands.</param>
/// <param name="Place">Its place among the item's candidates, from the front of the title on.</param>
internal readonly record struct CandidateTerm(int Term, CandidateFlags Flags, int Place);
