namespace Grlm;

/// <summary>One tensor in the header of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the numbers, as the format names it: <c>F32</c>.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End);
