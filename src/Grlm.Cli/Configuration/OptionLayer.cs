using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>Option values from one place. Later layers win over earlier ones.</summary>
/// <param name="Origin">Where they stand, for messages: <c>section 'rank' of W/grlm.json</c>.</param>
/// <param name="Values">The values by camelCase name.</param>
/// <param name="BaseDirectory">What relative paths among them are relative to.</param>
internal sealed record OptionLayer(string Origin, JsonObject Values, string BaseDirectory);
