namespace Grlm.LanguageModels;

/// <summary>Rows of one text whose attention is computed together: all their queries of one key head fit the columns of a tile.</summary>
/// <param name="Sequence">Number of the text.</param>
/// <param name="FirstRow">The first row.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Visible">Most tokens of the prompt that one of them sees.</param>
/// <param name="PathLength">Most slots of the tail that one of them sees.</param>
internal readonly record struct AttentionUnit(int Sequence, int FirstRow, int Rows, int Visible, int PathLength);
