using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>The values that a search draws options from, each as likely as the others. Immutable.</summary>
/// <param name="values">Values by name of the option, in the order in which they are drawn.</param>
internal sealed class SearchSpace(IReadOnlyList<KeyValuePair<string, IReadOnlyList<JsonElement>>> values)
{
    /// <summary>A space of a stage, as JSON: <c>{"dropout": [0.2, 0.3]}</c>.</summary>
    public static SearchSpace Parse(string json)
        => new([.. JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<JsonElement>>>(json)!.OrderBy(value => value.Key, StringComparer.Ordinal)]);

    /// <summary>A space that options name.</summary>
    /// <exception cref="InvalidOptionsException">An option has no value to draw.</exception>
    public static SearchSpace Of(IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> values)
        => values.Count > 0 && values.Values.All(choices => choices.Count > 0) && !values.ContainsKey("epochs")
            ? new SearchSpace([.. values.OrderBy(value => value.Key, StringComparer.Ordinal)])
            : throw new InvalidOptionsException("Option 'space' takes at least one option, and at least one value for each; 'epochs' is not among them, for the search sets it.");

    /// <summary>Draws a value of each.</summary>
    /// <param name="random">Drawn from.</param>
    /// <param name="options">What the values are put into; stays as it is.</param>
    public JsonObject Draw(Random random, JsonObject options)
    {
        var drawn = (JsonObject)options.DeepClone();
        foreach (var (name, choices) in values)
        {
            drawn[name] = JsonNode.Parse(choices[random.Next(choices.Count)].GetRawText());
        }

        return drawn;
    }
}
