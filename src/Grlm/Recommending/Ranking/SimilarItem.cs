namespace Grlm.Internal;

/// <summary>Describes an item that users turn to around another one.</summary>
/// <param name="Item">Index in the catalogue.</param>
/// <param name="Score">How strongly the two go together: see <see cref="ItemCooccurrence"/>; above 0.</param>
public readonly record struct SimilarItem(int Item, float Score);
