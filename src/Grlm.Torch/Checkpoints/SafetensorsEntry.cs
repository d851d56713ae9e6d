using System.Text.Json.Serialization;

namespace Grlm.Torch;

/// <summary>One tensor in the header of a safetensors file.</summary>
/// <param name="Type">Type of the numbers: <c>F32</c>.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="DataOffsets">Where its bytes begin and end, counted from the end of the header.</param>
internal sealed record SafetensorsEntry(
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] long[] Shape,
    [property: JsonPropertyName("data_offsets")] long[] DataOffsets);
