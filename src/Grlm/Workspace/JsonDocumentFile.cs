using System.Text.Json;

namespace Grlm.Internal;

/// <summary>JSON files of the workspace.</summary>
public static class JsonDocumentFile
{
    /// <summary>Reads a document; null where there is no such file.</summary>
    /// <exception cref="InvalidInputException">It is not the document that it should be.</exception>
    public static T? Read<T>(string? path)
        where T : class
    {
        try
        {
            return path is not null ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), WorkspaceJson.Options) : null;
        }
        catch (JsonException error)
        {
            throw Damaged(path!, error);
        }
    }

    /// <summary>Reads a file of a document a line, up to a line that was cut short; nothing where there is no such file.</summary>
    public static IReadOnlyList<JsonElement> ReadLines(string? path)
    {
        var lines = new List<JsonElement>();
        foreach (var line in path is not null ? File.ReadLines(path).Where(line => line.Length > 0) : [])
        {
            try
            {
                lines.Add(JsonElement.Parse(line));
            }
            catch (JsonException)
            {
                break;
            }
        }

        return lines;
    }

    private static InvalidInputException Damaged(string path, JsonException error)
        => new(
            $"{path}: the file is damaged ({error.Message}) " +
                $"Run stage '{ArtifactNames.StageOf(Path.GetFileName(Path.GetDirectoryName(path)!))}' from the beginning.", error);
}

/// <summary>Writes the report of a stage as JSON that scripts rely on: camelCase, indented, other scripts unescaped.</summary>
internal static class ReportFile
{
    public static async Task WriteAsync<T>(string path, T report, CancellationToken cancellationToken)
    {
        using var stream = File.Create(path);
        await JsonSerializer.SerializeAsync(stream, report, WorkspaceJson.Options, cancellationToken);
    }
}
