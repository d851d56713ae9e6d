namespace Grlm.Serving;

/// <summary>Counts how often what was recommended was taken.</summary>
/// <param name="Scenario">The scenario; empty without one.</param>
/// <param name="Model">The version of the model.</param>
/// <param name="Shown">How many recommendations were logged.</param>
/// <param name="Taken">Of how many of them at least one item was taken.</param>
/// <param name="Places">The same for each place of the list, from the first.</param>
public sealed record RecommendationQuality(
    string Scenario, string Model, long Shown, long Taken, IReadOnlyList<PlaceQuality> Places);
