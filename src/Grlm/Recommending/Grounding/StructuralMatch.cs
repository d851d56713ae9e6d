namespace Grlm;

/// <summary>Describes an item whose TID overlaps with a generated one.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Score">Sum of the weights of the slots that agree; above 0.</param>
public readonly record struct StructuralMatch(int Item, double Score);
