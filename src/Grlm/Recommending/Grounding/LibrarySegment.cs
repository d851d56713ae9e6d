namespace Grlm;

/// <summary>Items in a row of a library that grows, and what looking them up takes. Immutable.</summary>
/// <param name="FirstItem">Index of the first item.</param>
/// <param name="Library">Their TIDs.</param>
/// <param name="Popularity">Interactions of each.</param>
/// <param name="Mapping">Structural mapping to them.</param>
internal sealed record LibrarySegment(int FirstItem, TermLibrary Library, IReadOnlyList<int> Popularity, StructuralMapping Mapping)
{
    /// <summary>Makes what look-ups take.</summary>
    public static LibrarySegment Of(int firstItem, TermLibrary library, IReadOnlyList<int> popularity)
        => new(firstItem, library, popularity, new StructuralMapping(library, popularity));

    /// <summary>Index of the first item after it.</summary>
    public int End => FirstItem + Library.ItemCount;
}
