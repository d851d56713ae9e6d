using System.Text.Json;

namespace Grlm.Tests;

/// <summary>
/// Real data and golden files beside the repository, or wherever <c>GRLM_SHARED</c> says; tests that need an absent file are skipped.
/// </summary>
internal static class SharedData
{
    private const string Variable = "GRLM_SHARED";

    private static string Root => Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(RepositoryRoot, "..", "shared");

    public static string Require(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Assert.SkipUnless(File.Exists(path), $"There is no {path}; set {Variable} to the folder that holds it.");
        return path;
    }

    /// <summary>The files of one form in a folder: at least one.</summary>
    public static string[] Files(string folder, string pattern)
    {
        var path = Path.Combine(Root, folder);
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, pattern) : [];
        Assert.SkipUnless(files.Length > 0, $"There is no {Path.Combine(path, pattern)}; set {Variable} to the folder that holds it.");
        return files;
    }

    /// <summary>The catalogue in an <c>items.jsonl</c>, with what metadata it has.</summary>
    public static Catalog ReadCatalog(string path) => new(File.ReadLines(path).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        var item = document.RootElement;
        return new Item(
            item.GetProperty("item_id").GetString()!,
            item.GetProperty("title").GetString() ?? string.Empty,
            item.GetProperty("brand").GetString() ?? string.Empty,
            item.GetProperty("categories").Deserialize<string[][]>()!,
            item.GetProperty("description").GetString() ?? string.Empty);
    }));

    public static string RepositoryRoot { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Grlm.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
