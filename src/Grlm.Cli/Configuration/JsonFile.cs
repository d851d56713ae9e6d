using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>Reads JSON files that people write: comments and trailing commas are fine.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads an object.</summary>
    /// <exception cref="InvalidOptionsException">The file isn't JSON, not an object, or names a key twice.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return ObjectOf(JsonNode.Parse(UserFile.ReadAllText(path), documentOptions: Options), path);
        }
        catch (JsonException error)
        {
            throw new InvalidOptionsException($"{path}{(error.LineNumber is { } line ? $":{line + 1}" : "")}: not valid JSON. {error.Message}", error);
        }
    }

    /// <summary>The node as an object.</summary>
    /// <exception cref="InvalidOptionsException">It is something else.</exception>
    public static JsonObject ObjectOf(JsonNode? node, string what)
        => node as JsonObject ?? throw new InvalidOptionsException($"{what} takes an object ({{ … }}), not {node?.ToJsonString() ?? "null"}.");
}
