namespace Grlm.Tests;

/// <summary>A folder that is deleted with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("grlm-").FullName;

    public GrlmWorkspace Workspace => new(Root);

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>What a stage with this artifact folder is given, its output written straight to its final place.</summary>
    public StageContext Context(string artifact, IProgress<StageProgress>? progress = null)
    {
        var output = Path.Combine(Root, artifact);
        Directory.CreateDirectory(output);
        return new StageContext(Workspace, output, progress ?? new ProgressLog());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
