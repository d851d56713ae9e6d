using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>Settings of a JSON file by key; null where there is none, an error where it is of another kind.</summary>
/// <param name="json">The object.</param>
/// <param name="path">The file, for error messages.</param>
internal sealed class CheckpointSettings(JsonObject json, string path)
{
    /// <summary>A whole number.</summary>
    public int? Integer(string key) => json[key] is null ? null : Value<int>(key, json[key]);

    /// <summary>A number.</summary>
    public double? Number(string key) => json[key] is null ? null : Value<double>(key, json[key]);

    /// <summary>A truth value.</summary>
    public bool? Truth(string key) => json[key] is null ? null : Value<bool>(key, json[key]);

    /// <summary>A text.</summary>
    public string? Text(string key) => json[key] is null ? null : Value<string>(key, json[key]);

    /// <summary>A whole number or a list of them; empty where there is none.</summary>
    public int[] Integers(string key) => json[key] switch
    {
        null => [],
        JsonArray many => [.. many.Select(one => Value<int>(key, one))],
        var one => [Value<int>(key, one)],
    };

    /// <summary>A list of texts.</summary>
    public string[] Texts(string key) => json[key] switch
    {
        null => [],
        JsonArray many => [.. many.Select(one => Value<string>(key, one))],
        _ => throw Refuse(key),
    };

    /// <summary>Whole numbers by key; empty where there is none.</summary>
    public IReadOnlyDictionary<string, int> IntegersByKey(string key) => json[key] switch
    {
        null => new Dictionary<string, int>(),
        JsonObject many => many.ToDictionary(one => one.Key, one => Value<int>(key, one.Value)),
        _ => throw Refuse(key),
    };

    /// <summary>Numbers by key; empty where there is none.</summary>
    public IReadOnlyDictionary<string, double> NumbersByKey(string key) => json[key] switch
    {
        null => new Dictionary<string, double>(),
        JsonObject many => many.ToDictionary(one => one.Key, one => Value<double>(key, one.Value)),
        _ => throw Refuse(key),
    };

    /// <summary>The error for a setting that is not of the kind it should be.</summary>
    public InvalidInputException Refuse(string key, Exception? innerException = null)
        => new($"{path}: '{key}' is {json[key]?.ToJsonString()}. {CheckpointFiles.Remedy}", innerException);

    private T Value<T>(string key, JsonNode? node)
    {
        try
        {
            return node is null ? throw Refuse(key) : node.GetValue<T>();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException)
        {
            throw Refuse(key, exception);
        }
    }
}
