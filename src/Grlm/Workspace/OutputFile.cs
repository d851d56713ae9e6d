using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Describes one file of an artifact as its stage left it.</summary>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
public sealed record OutputFile(string Sha256, long Bytes)
{
    /// <summary>
    /// Tells whether it tells of the run alone (<see cref="ArtifactNames.IsRecord"/>): nothing is made from it, so that the artifact's
    /// version doesn't depend on it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRecord { get; init; }
}
