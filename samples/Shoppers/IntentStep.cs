namespace Grlm.Samples;

/// <summary>One step of an intent: something from a shelf.</summary>
/// <param name="Category">The category path, its names joined by <see cref="Shop.PathSeparator"/>.</param>
/// <param name="Terms">Products with one of these terms are what the step is about; any product of the category where it is left
/// out.</param>
/// <param name="Chance">Share of the shoppers who take the step, above 0 to 1.</param>
/// <param name="Times">Most products that are bought in the step.</param>
internal sealed record IntentStep(string Category, IReadOnlyList<string>? Terms = null, double Chance = 1, int Times = 1);
