using System.Collections.Immutable;

namespace Grlm.Reports;

/// <summary>Tells what an evaluation recommended to some of its users.</summary>
/// <param name="dataset">The items and histories.</param>
/// <param name="library">The items' term IDs; null where there are none.</param>
internal sealed class StoryReader(Dataset dataset, TermLibrary? library)
{
    private const int ShownHistory = 6, ShownRecommendations = 5;

    /// <summary>Draws users and tells their stories.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="run">The evaluation.</param>
    /// <param name="options">How many, and the seed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<StoriesContent> ReadAsync(GrlmWorkspace workspace, EvaluationRun run, ReportOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(workspace.PathOf(ArtifactNames.Evaluation), run.Folder, ArtifactNames.Predictions);
        var (rows, total) = await PredictionSample.DrawAsync(path, options.Stories, options.Seed, cancellationToken);
        return new StoriesContent(run, options.Seed, total, [.. rows.Select(row => StoryOf(run.Report, row))]);
    }

    private Story StoryOf(EvaluationReport report, PredictionRow row)
    {
        var target = dataset.Catalog.IndexOf(row.Target);
        var known = KnownBefore(report, row.User, target);
        var shown = known[Math.Max(0, known.Length - ShownHistory)..];
        return new Story(
            row.User,
            known.Length - shown.Length,
            [.. shown.Select(ItemOf)],
            ItemOf(target),
            row.Rank,
            [.. row.Items.Take(ShownRecommendations).Select(dataset.Catalog.IndexOf).Select(item => Recommend(item, known, item == target))]);
    }

    // The predictions name the target, whatever split it comes from: what came before its last occurrence is what was known.
    private int[] KnownBefore(EvaluationReport report, string user, int target)
    {
        if (!dataset.Histories.TryGetUser(user, out var index))
        {
            return [];
        }

        var history = dataset.Histories[index];
        if (report.Part.Equals(nameof(SplitPart.Validation), StringComparison.OrdinalIgnoreCase) && history.Length > 0)
        {
            history = history[..^1];
        }

        var end = history.LastIndexOf(target);
        var known = end < 0 ? history : history[..end];
        var isPaper = report.Protocol.Equals(nameof(EvaluationProtocol.Paper), StringComparison.OrdinalIgnoreCase);
        return (isPaper && known.Length >= Evaluator.PaperWindow ? known[^(Evaluator.PaperWindow - 1)..] : known).ToArray();
    }

    private StoryRecommendation Recommend(int item, int[] known, bool isTarget)
    {
        var terms = TermsOf(item);
        var matching = terms.Where(term => Array.Exists(known, other => TermsOf(other).Contains(term, StringComparer.Ordinal))).ToList();

        // The latest of the items that have most in common with it.
        var like = known.Length == 0 || matching.Count == 0 ? -1 : known.Reverse().MaxBy(other => TermsOf(other).Intersect(terms, StringComparer.Ordinal).Count());
        return new StoryRecommendation(ItemOf(item), matching, like < 0 ? null : ItemOf(like).Title, isTarget);
    }

    private StoryItem ItemOf(int item) => new(PageText.Title(dataset.Catalog[item].Id, dataset.Catalog[item].Title), TermsOf(item));

    private ImmutableArray<string> TermsOf(int item) => library is not null && library.HasTermId(item) ? library.TermIdOf(item)!.Terms : [];
}
