namespace Grlm.LanguageModels;

/// <summary>A place in the text of a list of terms, as far as the next bytes depend on it.</summary>
/// <param name="Term">The term that it is in or before; the number of terms behind the last.</param>
/// <param name="Literal">Bytes passed of what stands before <paramref name="Term"/>; -1 inside the term.</param>
/// <param name="Characters">Whole characters of the term passed.</param>
/// <param name="Last">Kind of the last of them.</param>
/// <param name="Pending">Bytes passed of the character under way, the last one lowest; 0 for none.</param>
internal readonly record struct TermListCursor(int Term, int Literal, int Characters, TermCharacterKind Last, int Pending)
{
    /// <summary>Whether it is inside a term.</summary>
    public bool IsInTerm => Literal < 0;
}
