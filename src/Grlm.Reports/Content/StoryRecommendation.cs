namespace Grlm.Reports;

/// <summary>One recommended item, and what speaks for it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Matching">Its terms that items of the history have as well.</param>
/// <param name="Like">Title of the item of the history that it has most terms in common with; null where there is none with any.</param>
/// <param name="IsTarget">Whether it is what the user turned to next.</param>
public sealed record StoryRecommendation(StoryItem Item, IReadOnlyList<string> Matching, string? Like, bool IsTarget);
