namespace Grlm.Serving;

/// <summary>Holds what was recommended once.</summary>
/// <param name="Id">The id that the answer bore.</param>
/// <param name="User">To whom; null if that was not said.</param>
/// <param name="Scenario">The scenario; empty without one.</param>
/// <param name="Model">The version of the model.</param>
/// <param name="Items">The ids of the items, in the order they were shown.</param>
/// <param name="Time">When, to the millisecond.</param>
public sealed record StoredRecommendation(
    string Id, string? User, string Scenario, string Model, IReadOnlyList<string> Items, DateTimeOffset Time);
