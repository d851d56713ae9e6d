namespace Grlm;

/// <summary>Describes an item near another one.</summary>
/// <param name="Item">Index in the catalogue.</param>
/// <param name="Similarity">Cosine of the two items' text vectors.</param>
public readonly record struct Neighbor(int Item, float Similarity);
