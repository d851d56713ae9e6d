using System.Text.Json.Nodes;

namespace Grlm.LanguageModels.Tests;

/// <summary>
/// A tokenizer.json small enough to work out by hand: ids 0 to 255 are the bytes, then come the merged tokens in the order of the merges,
/// then the added tokens. Unless a test says otherwise it has no normaliser and cuts as GPT-2 does.
/// </summary>
internal static class TinyTokenizer
{
    public static JsonObject Json(params string[] merges)
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++)
        {
            vocabulary.Add(ByteAlphabet.CharacterOf((byte)value).ToString(), value);
        }

        foreach (var merge in merges)
        {
            vocabulary.TryAdd(merge.Replace(" ", ""), vocabulary.Count);
        }

        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(useRegex: true),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(useRegex: true),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create(merge))])
            },
        };
    }

    public static JsonObject ByteLevel(bool useRegex, bool addPrefixSpace = false)
        => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = addPrefixSpace, ["trim_offsets"] = true, ["use_regex"] = useRegex };

    public static JsonObject Split(string pattern, string behavior, bool invert = false)
        => new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = behavior, ["invert"] = invert };

    public static JsonObject Sequence(string list, params JsonNode[] steps)
        => new() { ["type"] = "Sequence", [list] = new JsonArray(steps) };

    public static JsonObject With(this JsonObject json, string section, JsonNode? value)
    {
        json[section] = value;
        return json;
    }

    public static JsonObject WithModel(this JsonObject json, string option, JsonNode? value)
    {
        json["model"]![option] = value;
        return json;
    }

    /// <summary>Adds a token with the flags named.</summary>
    public static JsonObject WithAdded(this JsonObject json, int id, string content, params string[] flags)
    {
        var token = new JsonObject { ["id"] = id, ["content"] = content };
        foreach (var flag in flags)
        {
            token[flag] = true;
        }

        json["added_tokens"]!.AsArray().Add(token);
        return json;
    }

    public static Tokenizer Load(this JsonObject json, JsonObject? config = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("tokenizer.json"), json.ToJsonString());
        if (config is not null)
        {
            File.WriteAllText(folder.PathOf("tokenizer_config.json"), config.ToJsonString());
        }

        return Tokenizer.Load(folder.Root);
    }

    /// <summary>The tokens of a text as the file writes them, with a bar between.</summary>
    public static string Tokens(this Tokenizer tokenizer, string text, bool addSpecialTokens = false)
        => string.Join('|', tokenizer.Encode(text, addSpecialTokens).Select(tokenizer.TokenOf));
}
