using System.Collections.Immutable;

namespace Grlm.Reports;

/// <summary>Tells what an evaluation recommended to some of its users.</summary>
/// <param name="dataset">The items and histories.</param>
/// <param name="data">The items' term IDs and what users turn to together, where they are known.</param>
internal sealed class StoryReader(Dataset dataset, WorkspaceData data)
{
    private const int ShownHistory = 6, ShownRecommendations = 5;

    /// <summary>Draws users and tells their stories.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="run">The evaluation.</param>
    /// <param name="options">How many, and the seed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<StoriesContent> ReadAsync(
        GrlmWorkspace workspace, EvaluationRun run, ReportOptions options, CancellationToken cancellationToken)
    {
        var folder = $"{ArtifactNames.Evaluation}/{run.Folder}";
        var path = workspace.FilesOf(folder).Find(ArtifactNames.Predictions)
            ?? throw new MissingPrerequisiteException(
                $"'{folder}' has no {ArtifactNames.Predictions}. Run stage '{ArtifactNames.StageOf(folder)}' again.");
        var (rows, total) = await PredictionSample.DrawAsync(path, options.Stories, options.Seed, cancellationToken);
        return new StoriesContent(run, options.Seed, total, [.. rows.Select(row => StoryOf(run.Report, row))]);
    }

    private Story StoryOf(EvaluationReport report, PredictionRow row)
    {
        var target = dataset.Catalog.IndexOf(row.Target);
        var known = KnownBefore(report, row.User);
        var shown = known[Math.Max(0, known.Length - ShownHistory)..];
        return new Story(
            row.User,
            known.Length - shown.Length,
            [.. shown.Select(ItemOf)],
            ItemOf(target),
            row.Rank,
            [.. row.Items
                .Select(
                    (id, place) =>
                        (Item: dataset.Catalog.IndexOf(id), Place: place + 1, Source: place < row.Sources.Count ? row.Sources[place] : ""))
                .Where(item => item.Place <= ShownRecommendations || item.Item == target)
                .Select(item => Recommend(item.Item, item.Place, item.Source, known, item.Item == target))]);
    }

    private int[] KnownBefore(EvaluationReport report, string user)
    {
        var known = Enum.TryParse<SplitPart>(report.Part, ignoreCase: true, out var part)
            && dataset.Histories.TryGetUser(user, out var index)
            && dataset.Split.Targets(part) is var targets
            && targets.HasTarget(index) ? targets.History(index) : [];
        var isPaper = report.Protocol.Equals(nameof(EvaluationProtocol.Paper), StringComparison.OrdinalIgnoreCase);
        return (isPaper && known.Length >= Evaluator.PaperWindow ? known[^(Evaluator.PaperWindow - 1)..] : known).ToArray();
    }

    private StoryRecommendation Recommend(int item, int place, string source, int[] known, bool isTarget)
    {
        var terms = TermsOf(item);
        return new StoryRecommendation(
            place,
            ItemOf(item),
            source,
            isTarget,
            [.. terms.Where(term => Array.Exists(known, other => TermsOf(other).Contains(term, StringComparer.Ordinal)))],
            TitleOfBest(known, other => TermsOf(other).Intersect(terms, StringComparer.Ordinal).Count()),
            TitleOfBest(known, other => TogetherScore(other, item)));
    }

    // The latest of those that speak for it most; none where nothing does.
    private string? TitleOfBest(int[] known, Func<int, double> score)
    {
        var (best, title) = (0.0, default(string));
        foreach (var item in known.Reverse())
        {
            if (score(item) is var value && value > best)
            {
                (best, title) = (value, ItemOf(item).Title);
            }
        }

        return title;
    }

    private double TogetherScore(int known, int item)
    {
        foreach (var similar in data.Similar is { } table ? table.Of(known) : [])
        {
            if (similar.Item == item)
            {
                return similar.Score;
            }
        }

        return 0;
    }

    private StoryItem ItemOf(int item) => new(PageText.Title(dataset.Catalog[item].Id, dataset.Catalog[item].Title), TermsOf(item));

    private ImmutableArray<string> TermsOf(int item)
        => data.Library is { } library && library.HasTermId(item) ? library.TermIdOf(item)!.Terms : [];
}
