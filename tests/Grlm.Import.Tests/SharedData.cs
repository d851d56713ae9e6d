namespace Grlm.Import.Tests;

/// <summary>Real data beside the repository, or where the environment variable GRLM_SHARED says; tests without it are skipped.</summary>
internal static class SharedData
{
    public static string Folder(string name)
    {
        var folder = Path.Combine(Root(), "data", name);
        Assert.SkipUnless(Directory.Exists(folder),
            $"The data set is not at {folder}; set GRLM_SHARED to the folder that holds data/{name}.");
        return folder;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("GRLM_SHARED") is { Length: > 0 } root)
            return root;
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (repository.Parent is not null && !File.Exists(Path.Combine(repository.FullName, "Grlm.slnx")))
        {
            repository = repository.Parent;
        }

        return Path.Combine(repository.Parent?.FullName ?? repository.FullName, "shared");
    }
}
