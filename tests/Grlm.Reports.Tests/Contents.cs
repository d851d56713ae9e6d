using System.Text.Json;

namespace Grlm.Reports.Tests;

/// <summary>Reports whose every figure is known.</summary>
internal static class Contents
{
    public static ReportContent Small(string title, string other) => new()
    {
        Name = "shop",
        ToolVersion = "1.2.3",
        Highlights = [new Tile("Items", "12"), new Tile("Recall@10, filtered", ".4000", "Ranker, 95 % .3500–.4500")],
        Sections =
        [
            new ReportSection("results", "Results", true, null),
            new ReportSection("library", "Term library", true, null),
            new ReportSection("training", "Training", false, "grlm rank"),
            new ReportSection("stories", "What users were recommended", true, null),
            new ReportSection("stages", "How it was made", true, null),
        ],
        Evaluations = [new ComparableRuns("filtered", "test", [Run("ranker", 0.4)], [])],
        Breakdowns = [],
        Library = new LibraryContent(Library(title), [new Tile("Distinct terms", "7", "43 % of them for one item alone")],
            [], [], null, "All term IDs were imported."),
        Trainings = [new TrainingContent("Ranker", "grlm rank", [], [])],
        Stories = new StoriesContent(Run("ranker", 0.4), 42, 30, [Story(title, other)]),
        Stages = [new StageContent("dataset", Import, null)],
    };

    public static EvaluationRun Run(string source, double recall) => new($"filtered-{source}-test", new EvaluationReport(
        "filtered",
        source,
        "test",
        30,
        1.25,
        new Dictionary<string, double>(StringComparer.Ordinal) { ["recall@10"] = recall, ["coverage@10"] = 0.75 },
        new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal) { ["recall@10"] = [recall - 0.05, recall + 0.05] },
        "ranker 0123",
        "4567"));

    private static TermsReport Library(string title) => new()
    {
        Items = 12,
        Valid = 12,
        CollidingItems = 1,
        CollidingItemsWithDifferentMetadata = 0,
        UniqueTerms = 7,
        SingletonTerms = 3,
        LibraryVersion = "0123456789ab",
        Variants = [new TermMerge("masks", "mask", 3)],
        Analysis = new TermLibraryAnalysis
        {
            Slots = [new SlotFigures(1, 7, 3, [new TermFrequency("mask", 5), new TermFrequency("oil", 2)])],
            CollisionGroups = 1,
            WorstCases = [new TermCase("0", title, ["mask", "citrus"], "2 items share its TID")],
        },
    };

    private static Story Story(string title, string other)
    {
        var (first, second) = (PageText.Title("0", title), PageText.Title("1", other));
        var target = new StoryItem(first, ["mask", "citrus"]);
        return new Story(
            "u1",
            3,
            [new StoryItem(second, ["oil", "citrus"])],
            target,
            2,
            [
                new StoryRecommendation(1, new StoryItem(second, ["oil", "cedar"]), "direct", IsTarget: false, ["oil"], second, null),
                new StoryRecommendation(2, target, "structural", IsTarget: true, [], null, null),
            ]);
    }

    private static Manifest Import { get; } = new()
    {
        SchemaVersion = 1,
        Stage = "import",
        ToolVersion = "1.2.3+0123456789abcdef",
        Fingerprint = "f",
        Options = JsonElement.Parse("""{ "items": "items.jsonl", "kCore": 5, "lenient": false, "ids": null, "without": [] }"""),
        Inputs = new Dictionary<string, string>(StringComparer.Ordinal),
        Outputs = new Dictionary<string, OutputFile>(StringComparer.Ordinal) { ["items.parquet"] = new("0123456789abcdef", 12_345) },
        Result = JsonElement.Parse("""{ "items": 12101, "share": 0.25, "dropped": {} }"""),
        StartedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        Seconds = 1.7,
    };
}
