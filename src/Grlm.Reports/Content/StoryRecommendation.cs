namespace Grlm.Reports.Internal;

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
