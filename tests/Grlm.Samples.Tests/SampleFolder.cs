namespace Grlm.Samples;

/// <summary>The committed samples, copied beside the test.</summary>
internal static class SampleFolder
{
    public static string Configs { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public static string Catalog { get; } = Path.Combine(Configs, "catalog");

    public static IReadOnlyList<CatalogLine> Items { get; } = SampleFiles.ReadItems(Catalog);

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> TermIds { get; } = SampleFiles.ReadTermIds(Catalog);

    public static IntentBook Intents { get; } = SampleFiles.ReadIntents(Catalog);

    public static string SequencesText { get; } = File.ReadAllText(Path.Combine(Catalog, SequencesFile.Name));

    /// <summary>The fields of each line: user, then items.</summary>
    public static IReadOnlyList<string[]> Sequences { get; } =
        [.. SequencesText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];

    /// <summary>The items of one category path as it stands in <c>intents.json</c>.</summary>
    public static IEnumerable<CatalogLine> ItemsIn(string category)
        => Items.Where(item => item.Categories.Any(path => string.Join(Shop.PathSeparator, path) == category));
}
