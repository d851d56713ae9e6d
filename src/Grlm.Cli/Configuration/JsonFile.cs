using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>Reads JSON files that people write: comments and trailing commas are fine.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads an object.</summary>
    /// <exception cref="InvalidOptionsException">The file isn't JSON, not an object, or names a key twice.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return ObjectOf(JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient), path);
        }
        catch (JsonException error)
        {
            throw new InvalidOptionsException($"{path}:{error.LineNumber + 1}: not valid JSON. {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new InvalidOptionsException($"{path}: a key stands twice. {error.Message}", error);
        }
    }

    /// <summary>The node as an object.</summary>
    /// <exception cref="InvalidOptionsException">It is something else.</exception>
    public static JsonObject ObjectOf(JsonNode? node, string what)
    {
        if (node is not JsonObject members)
        {
            throw new InvalidOptionsException($"{what} takes an object ({{ … }}), not {node?.ToJsonString() ?? "null"}.");
        }

        _ = members.Count; // Reads the members now, so that a key that stands twice is found here.
        return members;
    }
}
