using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm.Samples;

/// <summary>
/// Reads the files that the shoppers are made from. A property too many or too few is an error: these files are written by hand.
/// </summary>
internal static class SampleFiles
{
    /// <summary>Name of the catalogue's file.</summary>
    public const string Items = "items.jsonl";

    /// <summary>Name of the file of term IDs.</summary>
    public const string TermIds = "term-ids.json";

    private static readonly JsonSerializerOptions CamelCase = Strict(JsonNamingPolicy.CamelCase);
    private static readonly JsonSerializerOptions SnakeCase = Strict(JsonNamingPolicy.SnakeCaseLower);

    /// <summary>Reads the items in the order of the file.</summary>
    /// <exception cref="InvalidInputException">A line is not an item.</exception>
    public static IReadOnlyList<CatalogLine> ReadItems(string folder)
    {
        var path = Path.Combine(folder, Items);
        return [.. ReadText(path).Split('\n',
            StringSplitOptions.RemoveEmptyEntries).Select((line, index) => Parse<CatalogLine>(line, path, index + 1, SnakeCase))];
    }

    /// <summary>Reads the term IDs by item id.</summary>
    /// <exception cref="InvalidInputException">The file is not a JSON object of term lists.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadTermIds(string folder)
        => ReadWhole<IReadOnlyDictionary<string, IReadOnlyList<string>>>(Path.Combine(folder, TermIds));

    /// <summary>Reads the intents.</summary>
    /// <exception cref="InvalidInputException">The file is not a book of intents.</exception>
    public static IntentBook ReadIntents(string folder) => ReadWhole<IntentBook>(Path.Combine(folder, IntentBook.FileName));

    private static T ReadWhole<T>(string path)
        where T : class
        => Parse<T>(ReadText(path), path, firstLine: 1, CamelCase);

    private static string ReadText(string path)
        => File.Exists(path)
            ? File.ReadAllText(path)
            : throw new InvalidInputException($"There is no '{path}'. Name the folder that holds the sample catalogue.");

    private static T Parse<T>(string json, string path, int firstLine, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, options) ?? throw new JsonException("The value is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(path, firstLine + (exception.LineNumber ?? 0), exception.Message,
                "Correct the file.", exception);
        }
    }

    private static JsonSerializerOptions Strict(JsonNamingPolicy naming) => new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = naming,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };
}
