namespace Grlm.Samples;

/// <summary>What a shopper has in mind: a plan that leads from one kind of product to the next.</summary>
/// <param name="Name">The plan in a few words: <c>Bake sourdough bread</c>.</param>
/// <param name="Weight">How many shoppers have it, against the other intents.</param>
/// <param name="Steps">The purchases of the plan in their usual order.</param>
internal sealed record Intent(string Name, double Weight, IReadOnlyList<IntentStep> Steps);
