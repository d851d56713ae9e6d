using System.Text.Json;

namespace Grlm.Reports.Internal;

/// <summary>Everything that the report shows, read and drawn; the page only lays it out.</summary>
public sealed record ReportContent
{
    /// <summary>Gets the name of the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version of the library that made the report.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Gets the figures of most interest, for the head of the page.</summary>
    public required IReadOnlyList<Tile> Highlights { get; init; }

    /// <summary>Gets the sections of the page in order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>Gets the evaluations on the same targets under the same protocol, a group each.</summary>
    public required IReadOnlyList<ComparableRuns> Evaluations { get; init; }

    /// <summary>Gets the same for users apart by their traits; empty where no evaluation has that.</summary>
    public required IReadOnlyList<BreakdownContent> Breakdowns { get; init; }

    /// <summary>Gets the term library; null where there is none.</summary>
    public LibraryContent? Library { get; init; }

    /// <summary>Gets the models, trained or not yet.</summary>
    public required IReadOnlyList<TrainingContent> Trainings { get; init; }

    /// <summary>Gets what was recommended to some users; null where nothing has been evaluated.</summary>
    public StoriesContent? Stories { get; init; }

    /// <summary>Gets the stages that have run, in the order of the pipeline.</summary>
    public required IReadOnlyList<StageContent> Stages { get; init; }
}

/// <summary>Writes the head of the report.</summary>
internal static class Highlights
{
    /// <summary>Returns what the catalogue is, and how well the best source does on it.</summary>
    public static IEnumerable<Tile> Of(ReportContent content)
    {
        if (content.Stages.FirstOrDefault(stage => stage.Folder == ArtifactNames.Dataset) is { } dataset)
        {
            foreach (var name in (string[])["items", "users", "interactions"])
            {
                if (dataset.Manifest.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty(name, out var count)
                    && count.TryGetInt64(out var value))
                {
                    yield return new Tile(Readable.Words(name), Readable.Count(value));
                }
            }
        }

        foreach (var group in content.Evaluations.Where(group => group.Part == "test"))
        {
            var best = group.Runs[0];
            if (best.Metric(EvaluationText.Main) is { } recall)
            {
                yield return new Tile(
                    $"Recall@10, {group.Protocol}",
                    Readable.Share(recall.Value),
                    $"{EvaluationText.RunName(best.Report)}{(recall.Interval.Length > 0 ? $", 95 % {recall.Interval}" : "")}");
            }
        }
    }
}

/// <summary>Describes the metrics of evaluations on the same targets for users apart by their traits.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Part">Which targets.</param>
/// <param name="Charts">A picture a trait.</param>
public sealed record BreakdownContent(string Protocol, string Part, IReadOnlyList<Chart> Charts);

/// <summary>Describes one figure, shown large.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure.</param>
/// <param name="Note">What to hold it against; empty for nothing.</param>
public sealed record Tile(string Name, string Value, string Note = "");

/// <summary>Evaluations that can be compared: the same targets under the same protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Part">Which targets: <c>test</c>.</param>
/// <param name="Runs">The evaluations, the highest Recall@10 first.</param>
/// <param name="Charts">The same as pictures; none of a single evaluation.</param>
public sealed record ComparableRuns(string Protocol, string Part, IReadOnlyList<EvaluationRun> Runs, IReadOnlyList<Chart> Charts);

/// <summary>Holds what one evaluation recommended to some of its users, drawn at random.</summary>
/// <param name="Run">The evaluation.</param>
/// <param name="Seed">Seed of the draw.</param>
/// <param name="Users">Users of the evaluation.</param>
/// <param name="Stories">The drawn ones, in the evaluation's order.</param>
public sealed record StoriesContent(EvaluationRun Run, int Seed, long Users, IReadOnlyList<Story> Stories);

/// <summary>Describes one evaluation of the workspace.</summary>
/// <param name="Folder">Its folder below <c>evaluation</c>: <c>filtered-ranker-test</c>; empty for one in that folder itself.</param>
/// <param name="Report">Its metrics.</param>
public sealed record EvaluationRun(string Folder, EvaluationReport Report)
{
    /// <summary>Returns a metric with its interval; null where it was not measured.</summary>
    /// <param name="name">Name of the metric: <c>recall@10</c>.</param>
    public Estimate? Metric(string name) => Estimate.Of(Report.Metrics, Report.Intervals, name);
}

/// <summary>Describes how a model was trained.</summary>
/// <param name="Name">What it is: <c>Ranker</c>.</param>
/// <param name="Command">The command that trains it.</param>
/// <param name="Facts">What came of it; empty where it isn't trained yet.</param>
/// <param name="Charts">Its curves; empty where it isn't trained yet.</param>
public sealed record TrainingContent(string Name, string Command, IReadOnlyList<Tile> Facts, IReadOnlyList<Chart> Charts)
{
    /// <summary>Tells whether it is trained.</summary>
    public bool IsPresent => Facts.Count + Charts.Count > 0;
}

/// <summary>Describes the term library as the report shows it.</summary>
/// <param name="Report">Its figures: <c>terms/report.json</c>.</param>
/// <param name="Tiles">The figures of most interest.</param>
/// <param name="Vocabulary">Pictures of its terms.</param>
/// <param name="Neighbors">Pictures of the library against the items' neighbours; empty where those aren't known.</param>
/// <param name="Validity">How the term IDs came about, as a picture; null where all came about in one way.</param>
/// <param name="Origin">The same in a sentence.</param>
public sealed record LibraryContent(
    TermsReport Report, IReadOnlyList<Tile> Tiles, IReadOnlyList<Chart> Vocabulary, IReadOnlyList<Chart> Neighbors, Chart? Validity,
    string Origin);

/// <summary>Describes one user: what was known, what came next, what was recommended.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Earlier">Interactions known to the model beyond those shown.</param>
/// <param name="History">The last of the known interactions, oldest first.</param>
/// <param name="Target">What the user turned to next.</param>
/// <param name="Rank">Its place among what was recommended, from 1; null where it was not.</param>
/// <param name="Recommendations">What was recommended, best first.</param>
public sealed record Story(
    string User, int Earlier, IReadOnlyList<StoryItem> History, StoryItem Target,
    int? Rank, IReadOnlyList<StoryRecommendation> Recommendations);

/// <summary>Describes an item of a story.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Terms">Its term ID; empty where it has none.</param>
public sealed record StoryItem(string Title, IReadOnlyList<string> Terms);

/// <summary>Describes one recommended item, and what speaks for it.</summary>
/// <param name="Place">Its place in the list, from 1.</param>
/// <param name="Item">The item.</param>
/// <param name="Source">How it came into the list: <c>direct</c>, <c>structural</c>, <c>ranker</c>; empty where that isn't known.</param>
/// <param name="IsTarget">Whether it is what the user turned to next.</param>
/// <param name="Matching">Its terms that items of the history have as well.</param>
/// <param name="Alike">Title of the item of the history that it has most terms in common with; null where there is none with any.</param>
/// <param name="Together">Title of the item of the history that users turn to it around; null where there is none.</param>
public sealed record StoryRecommendation(
    int Place, StoryItem Item, string Source, bool IsTarget, IReadOnlyList<string> Matching, string? Alike, string? Together);
