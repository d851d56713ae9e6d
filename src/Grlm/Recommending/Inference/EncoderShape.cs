using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Shape of a history encoder; kept in the model's <c>config.json</c>.</summary>
/// <param name="Width">Width of all vectors, a multiple of <paramref name="Heads"/>.</param>
/// <param name="Blocks">Transformer blocks.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="MaximumHistory">Interactions that are read, the latest ones.</param>
internal sealed record EncoderShape(int Width, int Blocks, int Heads, int MaximumHistory)
{
    /// <summary>Whether there can be an encoder of this shape.</summary>
    [JsonIgnore]
    public bool IsPossible => Width > 0 && Blocks > 0 && Heads > 0 && MaximumHistory > 0 && Width % Heads == 0;
}
