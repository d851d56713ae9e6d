using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Grlm.Cli;

/// <summary>Recommendations to one user as <c>grlm recommend --json</c> prints them.</summary>
/// <param name="User">The user; null for a history of nobody in particular.</param>
/// <param name="History">Item ids of what is known of the user, oldest first.</param>
/// <param name="Items">What is recommended, best first.</param>
/// <param name="Milliseconds">Time of recommending, without loading the models.</param>
internal sealed record RecommendationList(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? User,
    IReadOnlyList<string> History,
    IReadOnlyList<RecommendedItem> Items,
    double Milliseconds)
{
    /// <summary>Why nothing is recommended; null where something is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EmptyReason? EmptyBecause { get; init; }

    /// <summary>Recommends to one user.</summary>
    /// <param name="engine">The models.</param>
    /// <param name="user">The user's id; null for nobody in particular.</param>
    /// <param name="history">Item indices, oldest first.</param>
    /// <param name="options">Say which items may be shown.</param>
    /// <exception cref="InvalidInputException">No item has a name that is asked for.</exception>
    public static RecommendationList Of(RecommendationEngine engine, string? user, IReadOnlyList<int> history, RecommendOptions options)
    {
        var request = new GenerationRequest(history, options.ExcludeSeen ? history.ToHashSet() : GenerationRequest.NothingExcluded)
        {
            Filter = options.FilterOf(engine.Catalog),
            Domain = options.CriteriaOf().WantedDomain(engine.Catalog),
        };
        var start = Stopwatch.GetTimestamp();
        var recommended = engine.Recommend([request])[0];
        var milliseconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
        return new RecommendationList(
            user,
            [.. history.Select(item => engine.Catalog[item].Id)],
            [.. recommended.Select(recommendation => Describe(engine, recommendation))],
            milliseconds)
        {
            EmptyBecause = recommended.Count == 0 ? EmptyAnswer.ReasonOf(request, engine.Library) : null,
        };
    }

    private static RecommendedItem Describe(RecommendationEngine engine, Recommendation recommendation)
    {
        var item = engine.Catalog[recommendation.Item];
        string[] terms = [.. engine.Library.TermsOf(recommendation.Item).ToArray().Select(term => engine.Library.Terms[term])];
        return new RecommendedItem(item.Id, item.Title, terms, Math.Round(recommendation.Score, 4), recommendation.Source);
    }
}
