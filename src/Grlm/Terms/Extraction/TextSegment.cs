namespace Grlm;

/// <summary>Words that stand in a row.</summary>
/// <param name="Field">Where they stand.</param>
/// <param name="Words">Numbers of the words.</param>
internal readonly record struct TextSegment(TextField Field, int[] Words);
