namespace Grlm;

/// <summary>Says what a generator may write.</summary>
public enum GenerationMode
{
    /// <summary>TIDs of the library alone, less those that may not be shown: every one leads to an item.</summary>
    Constrained,

    /// <summary>
    /// Whatever a language model likes, as in the paper; what is no TID of the library is mapped to the nearest item, and lowers VR@K and
    /// DHR@K.
    /// </summary>
    Free,
}
