namespace Grlm.LanguageModels.Tests;

/// <summary>Where the repository and the data shared beside it are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string Shared { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("GRLM_SHARED") is { Length: > 0 } given ? given : Path.Combine(Root, "..", "shared"));

    /// <summary>A file below GRLM_SHARED; the test is skipped where it is absent.</summary>
    public static string SharedFile(string path) => Require(path, File.Exists);

    /// <summary>A folder below GRLM_SHARED; the test is skipped where it is absent.</summary>
    public static string SharedFolder(string path) => Require(path, Directory.Exists);

    /// <summary>Names of the folders in one below GRLM_SHARED that a file of that name lies in; empty where that one is absent.</summary>
    public static IEnumerable<string> SharedFoldersWith(string folder, string file)
    {
        var path = Path.Combine(Shared, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, file, SearchOption.AllDirectories)
                .Select(found => Path.GetRelativePath(Shared, Path.GetDirectoryName(found)!)).Order(StringComparer.Ordinal)
            : [];
    }

    private static string Require(string path, Func<string, bool> exists)
    {
        var full = Path.GetFullPath(Path.Combine(Shared, path));
        Assert.SkipUnless(exists(full), $"{full} is not there; set GRLM_SHARED to the folder that holds {path}.");
        return full;
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
