namespace Grlm;

/// <summary>Describes an item near another one.</summary>
/// <param name="Item">Index in the catalogue.</param>
/// <param name="Score">
/// How near: by texts the cosine of the two items' vectors, by behaviour how strongly users turn from the one to the other, above 0.
/// </param>
public readonly record struct Neighbor(int Item, float Score);
