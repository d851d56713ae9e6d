namespace Grlm.Reports.Internal;

/// <summary>Describes one figure, shown large.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure.</param>
/// <param name="Note">What to hold it against; empty for nothing.</param>
public sealed record Tile(string Name, string Value, string Note = "");
