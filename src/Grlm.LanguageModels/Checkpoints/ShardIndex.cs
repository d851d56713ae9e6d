using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary><c>model.safetensors.index.json</c>: which shard holds which tensor.</summary>
internal static class ShardIndex
{
    /// <summary>Reads an index.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Name of the shard's file by name of the tensor.</returns>
    /// <exception cref="InvalidInputException">It is not an index.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(CheckpointFiles.ReadSmall(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(
                entry => entry.Name,
                entry => entry.Value.GetString() ?? throw new JsonException($"'{entry.Name}' has no shard."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidInputException($"{path} is not an index of shards: {exception.Message} {CheckpointFiles.Remedy}", exception);
        }
    }

    /// <summary>Writes an index.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shardOf">Name of the shard's file by name of the tensor.</param>
    /// <param name="parameters">Numbers in all tensors.</param>
    /// <param name="bytes">Bytes of all tensors.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, string>> shardOf, long parameters, long bytes)
    {
        var map = new JsonObject(shardOf
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        var index = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_parameters"] = parameters, ["total_size"] = bytes },
            ["weight_map"] = map,
        };
        AtomicFile.WriteAllText(path, CheckpointJson.Text(index));
    }
}
