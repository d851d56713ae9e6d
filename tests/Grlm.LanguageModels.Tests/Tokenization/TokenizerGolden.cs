using System.Text.Json;

namespace Grlm.LanguageModels.Tests;

/// <summary>Finds the golden files of tokenizers and the folders of the models that they were made with, by name.</summary>
internal static class TokenizerGolden
{
    /// <summary>A file of golden cases and the folder of its tokenizer.</summary>
    public sealed record Source(string Folder, JsonElement Cases);

    /// <summary>Cases of <paramref name="section"/> in <c>golden/MODEL_FILE.json</c> and <c>golden/MODEL/golden_*.json</c>.</summary>
    public static List<Source> Read(string file, string section)
    {
        var golden = Path.GetDirectoryName(Repository.SharedFile("golden/README.md"))!;
        var sources = Directory.GetFiles(golden, $"*_{file}.json")
            .Select(path => new Source(ModelFolder(golden, Path.GetFileName(path)[..^(file.Length + 6)]), Parse(path)))
            .ToList();
        foreach (var path in Directory.GetDirectories(golden).SelectMany(folder => Directory.GetFiles(folder, "golden_*.json")))
        {
            var cases = Parse(path);
            if (cases.ValueKind == JsonValueKind.Object && cases.TryGetProperty(section, out var inner))
            {
                sources.Add(new Source(ModelFolder(golden, Path.GetFileName(Path.GetDirectoryName(path)!)), inner));
            }
        }

        Assert.NotEmpty(sources);
        return sources;
    }

    private static string ModelFolder(string golden, string model)
        => Assert.Single(Directory.GetDirectories(Path.Combine(golden, "..", "models"),
            model + "*", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }));

    private static JsonElement Parse(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
