using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// Writes the <c>tokenizer.json</c> and <c>tokenizer_config.json</c> that a GGUF file has none of, from its metadata. One reader then
/// serves both forms, and what is saved with a tuned model is what it was tuned with.
/// </summary>
/// <param name="metadata">The file's metadata.</param>
/// <param name="path">The file, for error messages.</param>
internal sealed class GgufTokenizer(GgufMetadata metadata, string path)
{
    private const string Prefix = "tokenizer.ggml.", Template = "tokenizer.chat_template";

    private static readonly string[] _sequences = ["A", "B"];
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells whether the file has a tokenizer.</summary>
    public bool IsThere => metadata.Values.ContainsKey(Prefix + "model");

    /// <summary>Tells whether the file has a chat template.</summary>
    public bool HasTemplate => metadata.Text(Template) is not null;

    /// <summary>Returns the content of <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidInputException">The tokenizer is of a kind that is not known here.</exception>
    public byte[] ToTokenizerJson()
    {
        var tokens = GgufTokens.Read(metadata, path);
        var steps = metadata.Text(Prefix + "model") switch
        {
            "gpt2" => ByteLevelSteps(),
            "llama" => SentencePieceSteps(tokens),
            var kind => throw new InvalidInputException(
                $"{path}: its tokenizer is of the kind '{NameOf(kind)}', and gpt2 (BPE over bytes) and llama (SentencePiece's " +
                    $"BPE) are known here. " +
                "Put the original model's tokenizer.json beside it."),
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, _writing))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            WriteAddedTokens(writer, tokens);
            foreach (var (name, section) in (ReadOnlySpan<(string, JsonNode?)>)
                [("normalizer", steps.Normalizer), ("pre_tokenizer", steps.PreTokenizer),
                    ("post_processor", PostProcessor(tokens, steps.AddsBegin)), ("decoder", steps.Decoder)])
            {
                Write(writer, name, section);
            }

            WriteModel(writer, tokens, steps);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Returns the content of <c>tokenizer_config.json</c>: which special token is which, and the chat template.</summary>
    public byte[] ToConfigJson()
    {
        var tokens = GgufTokens.Read(metadata, path);
        var config = new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["clean_up_tokenization_spaces"] = false };
        foreach (var (role, key) in (ReadOnlySpan<(string, string)>)[("bos", "bos"), ("eos", "eos"), ("unk", "unknown"),
            ("pad", "padding")])
        {
            if (TokenOf(tokens, key) is { } token)
            {
                config[$"{role}_token"] = token.Text;
            }
        }

        if (metadata.Text(Template) is { } template)
        {
            config["chat_template"] = template;
        }

        return CheckpointJson.Bytes(config);
    }

    private Steps ByteLevelSteps()
    {
        var named = GgufPreTokenizer.Of(metadata, path);
        var merges = metadata.Values.GetValueOrDefault(Prefix + "merges") as string[]
            ?? throw new InvalidInputException($"{path}: its tokenizer has no merges. {CheckpointFiles.Remedy}");
        return new Steps(named.Normalizer, named.Sections, GgufPreTokenizer.ByteLevel(cutsAsGpt2: true), named.AddsBegin,
            merges.Select(HalvesOf))
        {
            Options = new JsonObject { ["ignore_merges"] = named.IgnoreMerges },
        };
    }

    private Steps SentencePieceSteps(GgufTokens tokens)
    {
        if (tokens.Scores.Length == 0)
        {
            throw new InvalidInputException($"{path}: its tokenizer has no scores. {CheckpointFiles.Remedy}");
        }

        var addsSpace = Truth("add_space_prefix") ?? true;
        var unknown = Array.IndexOf(tokens.Kinds, GgufTokenKind.Unknown);
        return new Steps(
            GgufSentencePieces.Normalizer(addsSpace), PreTokenizer: null, GgufSentencePieces.Decoder(addsSpace), AddsBegin: true,
            GgufSentencePieces.Merges(tokens))
        {
            Options = new JsonObject
            {
                ["unk_token"] = unknown < 0 ? null : tokens.Texts[unknown],
                ["fuse_unk"] = true,
                ["byte_fallback"] = true
            },
        };
    }

    /// <exception cref="InvalidInputException">It is not two tokens with a space between.</exception>
    private (string Left, string Right) HalvesOf(string merge) => merge.IndexOf(' ', Math.Min(1, merge.Length)) is > 0 and var space
        ? (merge[..space], merge[(space + 1)..])
        : throw new InvalidInputException($"{path}: the merge '{merge}' is not two tokens with a space between. {CheckpointFiles.Remedy}");

    private static string? NameOf(string? kind) => kind switch
    {
        "t5" => "t5 (Unigram)",
        "bert" => "bert (WordPiece)",
        _ => kind,
    };

    private static void WriteAddedTokens(Utf8JsonWriter writer, GgufTokens tokens)
    {
        writer.WriteStartArray("added_tokens");
        foreach (var id in tokens
            .Ids().Where(id => tokens.Kinds[id] is GgufTokenKind.Control or GgufTokenKind.UserDefined or GgufTokenKind.Unknown))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("content", tokens.Texts[id]);
            foreach (var flag in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "normalized"])
            {
                writer.WriteBoolean(flag, false);
            }

            writer.WriteBoolean("special", tokens.Kinds[id] != GgufTokenKind.UserDefined);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteModel(Utf8JsonWriter writer, GgufTokens tokens, Steps steps)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        foreach (var (name, value) in steps.Options)
        {
            Write(writer, name, value);
        }

        writer.WriteStartObject("vocab");
        foreach (var id in tokens.Ids())
        {
            writer.WriteNumber(tokens.Texts[id], id);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var merge in steps.Merges)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(merge.Left);
            writer.WriteStringValue(merge.Right);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonNode? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>Returns the special tokens around a text; null for none.</summary>
    private JsonObject? PostProcessor(GgufTokens tokens, bool addsBegin)
    {
        var begin = Truth("add_bos_token") ?? addsBegin ? TokenOf(tokens, "bos") : null;
        var end = Truth("add_eos_token") ?? false ? TokenOf(tokens, "eos") : null;
        if (begin is null && end is null)
        {
            return null;
        }

        var (single, pair, specials) = (new JsonArray(), new JsonArray(), new JsonObject());
        foreach (var (place, sequence) in _sequences.Index())
        {
            foreach (var list in place == 0 ? [single, pair] : (JsonArray[])[pair])
            {
                Add(list, begin, place);
                list.Add(new JsonObject { ["Sequence"] = new JsonObject { ["id"] = sequence, ["type_id"] = place } });
                Add(list, end, place);
            }
        }

        return new JsonObject { ["type"] = "TemplateProcessing", ["single"] = single, ["pair"] = pair, ["special_tokens"] = specials };

        void Add(JsonArray list, (int Id, string Text)? token, int place)
        {
            if (token is var (id, text))
            {
                list.Add(new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = text, ["type_id"] = place } });
                specials[text] = new JsonObject { ["id"] = text, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(text) };
            }
        }
    }

    /// <exception cref="InvalidInputException">The id is beyond the tokens.</exception>
    private (int Id, string Text)? TokenOf(GgufTokens tokens, string role) => metadata.Integer($"{Prefix}{role}_token_id") switch
    {
        null or uint.MaxValue => null,
        >= 0 and var id when id < tokens.Texts.Length => ((int)id, tokens.Texts[(int)id]),
        var id
            => throw new InvalidInputException(
                $"{path}: its {role} token is {id}, and it has {tokens.Texts.Length} tokens. {CheckpointFiles.Remedy}"),
    };

    private bool? Truth(string key) => metadata.Values.GetValueOrDefault(Prefix + key) as bool?;

    /// <summary>Says what a kind of tokenizer does around and with the merges.</summary>
    private sealed record Steps(
        JsonNode? Normalizer, JsonNode? PreTokenizer, JsonNode? Decoder, bool AddsBegin, IEnumerable<(string Left, string Right)> Merges)
    {
        /// <summary>Options of the model.</summary>
        public required JsonObject Options { get; init; }
    }
}

/// <summary>Holds the tokens in a GGUF file, by id.</summary>
/// <param name="Texts">Their texts.</param>
/// <param name="Kinds">What each is.</param>
/// <param name="Scores">Their scores; empty where there are none.</param>
internal sealed record GgufTokens(string[] Texts, GgufTokenKind[] Kinds, float[] Scores)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidInputException">There are none, or the lists are not of one length.</exception>
    public static GgufTokens Read(GgufMetadata metadata, string path)
    {
        var texts = metadata.Values.GetValueOrDefault("tokenizer.ggml.tokens") as string[] ?? [];
        var scores = metadata.Values.GetValueOrDefault("tokenizer.ggml.scores") as float[] ?? [];
        var kinds = metadata.Values.GetValueOrDefault("tokenizer.ggml.token_type") switch
        {
            int[] numbers => Array.ConvertAll(numbers, number => (GgufTokenKind)number),
            uint[] numbers => Array.ConvertAll(numbers, number => (GgufTokenKind)number),
            _ => Enumerable.Repeat(GgufTokenKind.Normal, texts.Length).ToArray(),
        };
        return texts.Length > 0 && kinds.Length == texts.Length && (scores.Length == 0 || scores.Length == texts.Length)
            ? new GgufTokens(texts, kinds, scores)
            : throw new InvalidInputException(
                $"{path}: it has {texts.Length} tokens, {kinds.Length} token types and {scores.Length} scores. {CheckpointFiles.Remedy}");
    }

    /// <summary>
    /// Returns the ids that have a token of their own: not those that only fill the vocabulary up, nor what has come before.
    /// </summary>
    public IEnumerable<int> Ids()
    {
        var seen = new HashSet<string>(Texts.Length, StringComparer.Ordinal);
        return Enumerable.Range(0,
            Texts.Length).Where(id => !(Kinds[id] == GgufTokenKind.Unused && Texts[id] == $"[PAD{id}]") && seen.Add(Texts[id]));
    }
}

/// <summary>Says what a token of a GGUF file is, by the file's numbers.</summary>
internal enum GgufTokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>
/// SentencePiece's byte-pair encoding (<c>llama</c> in GGUF files): pieces have scores and no merges. Of two neighbours those are joined
/// whose piece scores highest, so the merges are all ways to put a piece together of two others, in the order of the pieces' scores.
/// </summary>
internal static class GgufSentencePieces
{
    private const string Mark = "▁";

    /// <summary>
    /// Returns the merges, best first; of equal ones those with the longer left half come first, as transformers writes them.
    /// </summary>
    public static IEnumerable<(string Left, string Right)> Merges(GgufTokens tokens)
    {
        HashSet<string> texts = [.. tokens.Ids().Where(id => IsPiece(tokens.Kinds[id])).Select(id => tokens.Texts[id])];
        var parts = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<(string Left, string Right, float Score)>();
        foreach (var id in tokens.Ids().Where(id => IsPiece(tokens.Kinds[id])))
        {
            var text = tokens.Texts[id];
            for (var cut = text.Length - 1; cut > 0; cut--)
            {
                if (parts.Contains(text.AsSpan(0, cut)) && parts.Contains(text.AsSpan(cut)))
                {
                    merges.Add((text[..cut], text[cut..], tokens.Scores[id]));
                }
            }
        }

        return merges.OrderByDescending(merge => merge.Score).ThenByDescending(merge => merge.Left.Length)
            .ThenByDescending(merge => merge.Right.Length)
            .Select(merge => (merge.Left, merge.Right));
    }

    /// <summary>Returns the section <c>normalizer</c>.</summary>
    /// <param name="addsSpace">Whether a text gets a space before it.</param>
    public static JsonObject Normalizer(bool addsSpace)
    {
        var marks = new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = Mark };
        return Sequence("normalizers", addsSpace ? [new JsonObject { ["type"] = "Prepend", ["prepend"] = Mark }, marks] : [marks]);
    }

    /// <summary>Returns the section <c>decoder</c>.</summary>
    /// <param name="addsSpace">Whether a text got a space before it.</param>
    public static JsonObject Decoder(bool addsSpace)
    {
        JsonNode[] steps =
        [
            new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = Mark }, ["content"] = " " },
            new JsonObject { ["type"] = "ByteFallback" },
            new JsonObject { ["type"] = "Fuse" },
        ];
        var strip = new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 };
        return Sequence("decoders", addsSpace ? [.. steps, strip] : steps);
    }

    private static JsonObject Sequence(string list, JsonNode[] steps) => new() { ["type"] = "Sequence", [list] = new JsonArray(steps) };

    private static bool IsPiece(GgufTokenKind kind) => kind is GgufTokenKind.Normal or GgufTokenKind.UserDefined or GgufTokenKind.Unused;
}
