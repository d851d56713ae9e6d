namespace Grlm.Torch.Tests;

/// <summary>Where the repository and the data shared beside it are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file below GRLM_SHARED; the test is skipped where it is absent.</summary>
    public static string SharedFile(string path)
    {
        var shared = Environment.GetEnvironmentVariable("GRLM_SHARED") is { Length: > 0 } given ? given : Path.Combine(Root, "..", "shared");
        var file = Path.GetFullPath(Path.Combine(shared, path));
        Assert.SkipUnless(File.Exists(file), $"{file} is not there; set GRLM_SHARED to the folder that holds {path}.");
        return file;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Grlm.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
