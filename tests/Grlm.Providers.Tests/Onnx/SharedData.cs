namespace Grlm.Providers.Tests;

/// <summary>
/// Models and golden files beside the repository, or wherever <c>GRLM_SHARED</c> says; tests that need an absent one are skipped.
/// </summary>
internal static class SharedData
{
    private const string Variable = "GRLM_SHARED";

    public static string Require(params string[] parts)
    {
        var path = Path.Combine([Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(RepositoryRoot(), "..", "shared"), .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"There is no {path}; set {Variable} to the folder that holds it.");
        return path;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Grlm.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
