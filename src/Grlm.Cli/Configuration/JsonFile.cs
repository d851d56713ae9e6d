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
    /// <exception cref="InvalidOptionsException">The file isn't JSON, not an object, names a key twice, or holds half of a letter.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            var node = JsonNode.Parse(UserFile.ReadAllText(path), documentOptions: Options);
            Decode(node);
            return ObjectOf(node, path);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOptionsException($"{path}: a text in it holds half of a letter: one of \\ud800 to \\udfff without its other half.", error);
        }
        catch (JsonException error)
        {
            throw new InvalidOptionsException($"{path}{(error.LineNumber is { } line ? $":{line + 1}" : "")}: not valid JSON. {error.Message}", error);
        }
    }

    /// <summary>Names and texts are decoded where they are read first: here, where the file can be named.</summary>
    private static void Decode(JsonNode? node)
    {
        foreach (var part in node switch { JsonObject members => members.Select(member => member.Value), JsonArray elements => elements, _ => [] })
        {
            Decode(part);
        }

        if (node?.GetValueKind() == JsonValueKind.String)
        {
            _ = node.GetValue<string>();
        }
    }

    /// <summary>The node as an object.</summary>
    /// <exception cref="InvalidOptionsException">It is something else.</exception>
    public static JsonObject ObjectOf(JsonNode? node, string what)
        => node as JsonObject ?? throw new InvalidOptionsException($"{what} takes an object ({{ … }}), not {node?.ToJsonString() ?? "null"}.");
}
