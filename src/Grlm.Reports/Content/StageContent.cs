using System.Text.Json;

namespace Grlm.Reports.Internal;

/// <summary>Describes a stage that has run.</summary>
/// <param name="Folder">Its artifact's folder in the workspace.</param>
/// <param name="Manifest">What it was made of, by what, and what came out.</param>
/// <param name="Problem">What is wrong with the artifact by now: <c>'dataset' has changed since …</c>; null where it fits.</param>
public sealed record StageContent(string Folder, Manifest Manifest, string? Problem)
{
    /// <summary>Gets the options of the run by name, as they are written in its manifest.</summary>
    public IEnumerable<(string Name, string Value)> Options => Members(Manifest.Options);

    /// <summary>Gets the single figures of its result; lists and documents are left out.</summary>
    public IEnumerable<(string Name, string Value)> Results
        => Manifest.Result.ValueKind == JsonValueKind.Object
            ? Manifest.Result.EnumerateObject()
                .Where(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                .Select(member => (member.Name, TextOf(member.Value)))
            : [];

    /// <summary>Gets the stage's version of the library: <c>0.1.0</c>, and the first digits of the commit where it is known.</summary>
    public string Version => Manifest.ToolVersion.Split('+') is [var version, { Length: > 8 } commit]
        ? $"{version} ({commit[..8]})" : Manifest.ToolVersion;

    private static IEnumerable<(string Name, string Value)> Members(JsonElement element)
        => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(member => (member.Name, TextOf(member.Value))) : [];

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "–",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array when value.GetArrayLength() == 0 => "–",
        JsonValueKind.Number when value.TryGetInt64(out var whole) => Readable.Count(whole),
        JsonValueKind.Number => $"{value.GetDouble():0.######}",
        _ => value.GetRawText(),
    };
}
