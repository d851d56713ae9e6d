namespace Grlm.Reports.Internal;

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
