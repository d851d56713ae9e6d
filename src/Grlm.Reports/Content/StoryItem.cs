namespace Grlm.Reports.Internal;

/// <summary>Describes an item of a story.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Terms">Its term ID; empty where it has none.</param>
public sealed record StoryItem(string Title, IReadOnlyList<string> Terms);
