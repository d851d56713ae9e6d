namespace Grlm.Serving;

/// <summary>Holds one thing that a user did.</summary>
/// <param name="Id">The shop's own id of it: the same id is stored once, however often it is sent.</param>
/// <param name="User">Who did it.</param>
/// <param name="Item">What it was done with.</param>
/// <param name="Type">What was done: view, cart, purchase, rating, or the shop's own word.</param>
/// <param name="Value">A rating, a quantity; null without one.</param>
/// <param name="Time">When, to the millisecond.</param>
/// <param name="RecommendationId">The recommendation that led to it; null if none did.</param>
public sealed record StoredInteraction(
    string Id, string User, string Item, string Type, double? Value, DateTimeOffset Time, string? RecommendationId);
