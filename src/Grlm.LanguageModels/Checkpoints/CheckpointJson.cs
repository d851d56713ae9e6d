using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.LanguageModels.Internal;

/// <summary>JSON as the files of a checkpoint have it.</summary>
public static class CheckpointJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>
    /// Writes indented JSON that ends with a line's end, and with letters rather than escapes: these files are read by people too.
    /// </summary>
    public static string Text(JsonNode node) => node.ToJsonString(_options) + "\n";

    /// <summary>Returns <see cref="Text"/> in UTF-8.</summary>
    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(Text(node));

    /// <summary>Returns a number that stays a fraction where it is whole (<c>10000.0</c>): readers in Python tell the two apart.</summary>
    public static JsonNode Fraction(double number)
    {
        var text = JsonValue.Create(number).ToJsonString();
        return JsonNode.Parse(text.AsSpan().IndexOfAny(".eE") < 0 ? text + ".0" : text)!;
    }

    /// <summary>Reads a file in UTF-8; a mark of the byte order is no part of the text.</summary>
    public static string ReadText(string path)
    {
        var bytes = CheckpointFiles.ReadSmall(path);
        return Encoding.UTF8.GetString(
            bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes);
    }

    /// <summary>Reads an object in which no key comes twice, at whatever depth.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is not a JSON object.</exception>
    public static JsonObject ReadObject(string path)
    {
        try
        {
            var json = JsonNode.Parse(ReadText(path), null, new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new JsonException("It is not an object.");
            _ = json.ToJsonString(); // texts are read on first use, and one that is none (half a surrogate pair) throws then
            return json;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException($"{path} is not what it should be: {exception.Message} {CheckpointFiles.Remedy}", exception);
        }
    }
}

/// <summary>Settings of a JSON file by key; null where there is none, an error where it is of another kind.</summary>
/// <param name="json">The object.</param>
/// <param name="path">The file, for error messages.</param>
internal sealed class CheckpointSettings(JsonObject json, string path)
{
    /// <summary>Returns a whole number.</summary>
    public int? Integer(string key) => json[key] is null ? null : Value<int>(key, json[key]);

    /// <summary>Returns a number.</summary>
    public double? Number(string key) => json[key] is null ? null : Value<double>(key, json[key]);

    /// <summary>Returns a truth value.</summary>
    public bool? Truth(string key) => json[key] is null ? null : Value<bool>(key, json[key]);

    /// <summary>Returns a text.</summary>
    public string? Text(string key) => json[key] is null ? null : Value<string>(key, json[key]);

    /// <summary>Returns a whole number or a list of them; empty where there is none.</summary>
    public int[] Integers(string key) => json[key] switch
    {
        null => [],
        JsonArray many => [.. many.Select(one => Value<int>(key, one))],
        var one => [Value<int>(key, one)],
    };

    /// <summary>Returns a list of texts.</summary>
    public string[] Texts(string key) => json[key] switch
    {
        null => [],
        JsonArray many => [.. many.Select(one => Value<string>(key, one))],
        _ => throw Refuse(key),
    };

    /// <summary>Returns whole numbers by key; empty where there is none.</summary>
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

    /// <summary>Returns the error for a setting that is not of the kind it should be.</summary>
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
