namespace Grlm.Tests;

/// <summary>A workspace in a folder of its own that is deleted with it.</summary>
internal sealed class TemporaryWorkspace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("grlm-workspace-").FullName;

    public GrlmWorkspace Workspace => new(Path.Combine(_root, "workspace"));

    public string FileOutside(string name) => Path.Combine(_root, name);

    public string WriteOutside(string name, string content)
    {
        File.WriteAllText(FileOutside(name), content);
        return FileOutside(name);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
