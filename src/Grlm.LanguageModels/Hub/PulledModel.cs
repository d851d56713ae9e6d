using System.Text.Json.Serialization;

namespace Grlm.LanguageModels;

/// <summary>Describes a model that is in the cache.</summary>
/// <param name="Path">Its folder, in Hugging Face layout.</param>
/// <param name="Repository">Owner and name.</param>
/// <param name="Revision">The revision that was asked for.</param>
/// <param name="Commit">What the revision stands for, 40 hexadecimal digits.</param>
/// <param name="Files">Its files in the order of their names.</param>
/// <param name="DownloadedBytes">What came over the network, partial and repeated transfers included.</param>
/// <param name="Notice">Why the cache was used without asking the hub; null where it was asked.</param>
public sealed record PulledModel(
    string Path,
    string Repository,
    string Revision,
    string Commit,
    IReadOnlyList<PulledFile> Files,
    long DownloadedBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null);
