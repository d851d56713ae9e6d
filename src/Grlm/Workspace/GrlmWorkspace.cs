namespace Grlm;

/// <summary>A folder that holds the artifacts of one catalogue, one folder a stage.</summary>
/// <param name="Root">Path of the workspace.</param>
public sealed record GrlmWorkspace(string Root)
{
    /// <summary>The path of a file or folder of an artifact.</summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    /// <param name="name">File name inside it.</param>
    public string PathOf(string artifact, string name) => Path.Combine(Root, artifact, name);
}
