namespace Grlm;

/// <summary>Describes an item worth looking at.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Terms">Its TID.</param>
/// <param name="Reason">Why it stands here.</param>
public sealed record TermCase(string ItemId, string Title, IReadOnlyList<string> Terms, string Reason);
