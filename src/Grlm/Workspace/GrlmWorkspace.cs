using System.Collections.Immutable;

namespace Grlm;

/// <summary>A folder that holds the artifacts of one catalogue, one folder a stage. Immutable.</summary>
/// <param name="Root">Path of the workspace.</param>
public sealed record GrlmWorkspace(string Root)
{
    private ImmutableDictionary<string, string> Redirected { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder of an artifact.</summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    public string PathOf(string artifact) => Redirected.GetValueOrDefault(artifact) ?? Path.Combine(Root, artifact);

    /// <summary>The path of a file or folder of an artifact.</summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    /// <param name="name">File name inside it.</param>
    public string PathOf(string artifact, string name) => Path.Combine(PathOf(artifact), name);

    /// <summary>
    /// The same workspace with one artifact read from another folder: a dataset that is not yet in place can be tried before it replaces the last one.
    /// </summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    /// <param name="directory">Where it is read from instead.</param>
    public GrlmWorkspace WithArtifactAt(string artifact, string directory) => this with { Redirected = Redirected.SetItem(artifact, directory) };
}
