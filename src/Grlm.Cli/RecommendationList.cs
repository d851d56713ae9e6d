using System.Diagnostics;
using System.Globalization;
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
    /// <summary>Gets why nothing is recommended; null where something is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EmptyReason? EmptyBecause { get; init; }

    /// <summary>Gets what was understood of the wishes; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UnderstoodText>? Understood { get; init; }

    /// <summary>Recommends to one user.</summary>
    /// <param name="recommender">Who is asked.</param>
    /// <param name="user">The user's id; null for nobody in particular.</param>
    /// <param name="history">Item ids, oldest first; empty for what the dataset holds of the user.</param>
    /// <param name="options">Say how many items, and which may be shown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidInputException">There is no such user or item, or no item has a name that is asked for.</exception>
    public static RecommendationList Of(
        WorkspaceRecommender recommender, string? user, IReadOnlyList<string> history, RecommendOptions options,
        CancellationToken cancellationToken)
    {
        var request = new RecommendationRequest
        {
            User = user,
            History = history,
            Count = options.Count,
            Criteria = options.ToCriteria(recommender.Catalog),
            IncludeSeen = !options.ExcludeSeen,
            Want = [.. options.Want.Select(WishOf)],
            Avoid = [.. options.Avoid.Select(WishOf)],
            Require = options.Require,
            Forbid = options.Forbid,
            Explain = options.Explain,
        };
        var start = Stopwatch.GetTimestamp();
        var recommended = recommender.Recommend(request, cancellationToken);
        var milliseconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
        return new RecommendationList(
            user,
            recommended.History,
            [.. recommended.Select(item => item with { Score = Math.Round(item.Score, 4), Share = Rounded(item.Share) })],
            milliseconds)
        {
            EmptyBecause = recommended.EmptyBecause,
            Understood = recommended.Understood.Count > 0 ? recommended.Understood : null,
        };
    }

    private static double? Rounded(double? share) => share is { } known ? Math.Round(known, 4) : null;

    /// <summary>Reads a wish: its weight stands behind the last colon, if a number does.</summary>
    private static Wish WishOf(string text)
        => text.LastIndexOf(':') is > 0 and var colon
            && double.TryParse(text.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? new Wish(text[..colon], weight) : new Wish(text);
}
