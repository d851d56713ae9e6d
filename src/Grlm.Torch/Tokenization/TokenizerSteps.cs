using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.Torch;

/// <summary>Reads what a <c>tokenizer.json</c> says about the steps around the model; a kind that is not known here is refused by name.</summary>
internal static class TokenizerSteps
{
    public static IReadOnlyList<Func<string, string>> ReadNormalizers(string file, JsonElement normalizer)
        => [.. Flatten(normalizer, "normalizers").Select<JsonElement, Func<string, string>>(step => TypeOf(step) switch
        {
            "NFC" => Nfc.Normalize,
            "NFKC" => Nfkc.Normalize,
            var kind => throw Unknown(file, "normalizer", kind),
        })];

    public static PreTokenization ReadPreTokenization(string file, JsonElement preTokenizer)
    {
        var steps = Flatten(preTokenizer, "pretokenizers").ToList();
        if (steps.Count == 0 || TypeOf(steps[^1]) != "ByteLevel")
        {
            throw new InvalidInputException($"{file}: its pre-tokenizer does not end with ByteLevel; only byte-level BPE is known here.");
        }

        var cuts = steps[..^1].Select(step => ReadPreTokenizer(file, step)).ToList();
        var useRegex = !steps[^1].TryGetProperty("use_regex", out var flag) || flag.GetBoolean();
        return new PreTokenization(
            cuts,
            steps[^1].GetProperty("add_prefix_space").GetBoolean(),
            useRegex ? new RegexSplit(file, RegexSplit.Gpt2Pattern, SplitBehavior.Isolated, invert: false) : null);
    }

    /// <summary>The special tokens that stand before and after a text.</summary>
    public static (IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix) ReadPostProcessor(string file, JsonElement postProcessor, Vocabulary vocabulary)
    {
        List<int> prefix = [], suffix = [];
        foreach (var step in Flatten(postProcessor, "processors"))
        {
            switch (TypeOf(step))
            {
                case "ByteLevel":
                    // It only moves the offsets of tokens in the text, which nobody here asks for.
                    break;
                case "TemplateProcessing":
                    ReadTemplate(file, step, vocabulary, prefix, suffix);
                    break;
                case var kind:
                    throw Unknown(file, "post-processor", kind);
            }
        }

        return (prefix, suffix);
    }

    public static void CheckDecoder(string file, JsonElement decoder)
    {
        var kinds = Flatten(decoder, "decoders").Select(TypeOf).ToList();
        if (kinds.Count == 0 || kinds.Find(kind => kind != "ByteLevel") is not null)
        {
            throw Unknown(file, "decoder", kinds.Find(kind => kind != "ByteLevel") ?? "null");
        }
    }

    private static PreTokenizer ReadPreTokenizer(string file, JsonElement step) => TypeOf(step) switch
    {
        "Split" => ReadSplit(file, step),
        "Digits" => new DigitSplit(step.GetProperty("individual_digits").GetBoolean()),
        "ByteLevel" => throw Unknown(file, "pre-tokenizer", "ByteLevel before another step"),
        var kind => throw Unknown(file, "pre-tokenizer", kind),
    };

    private static RegexSplit ReadSplit(string file, JsonElement step)
    {
        var pattern = step.GetProperty("pattern");
        var text = pattern.TryGetProperty("Regex", out var regex) ? regex.GetString() : Regex.Escape(pattern.GetProperty("String").GetString() ?? "");
        var behavior = step.GetProperty("behavior").GetString();
        return Enum.TryParse<SplitBehavior>(behavior, out var known) && Enum.GetName(known) == behavior
            ? new RegexSplit(file, text ?? "", known, step.GetProperty("invert").GetBoolean())
            : throw Unknown(file, "split behaviour", behavior);
    }

    private static void ReadTemplate(string file, JsonElement step, Vocabulary vocabulary, List<int> prefix, List<int> suffix)
    {
        var (specials, taking) = (step.GetProperty("special_tokens"), prefix);
        foreach (var part in step.GetProperty("single").EnumerateArray())
        {
            if (part.TryGetProperty("Sequence", out _))
            {
                taking = suffix;
                continue;
            }

            var name = part.GetProperty("SpecialToken").GetProperty("id").GetString() ?? throw new JsonException("A special token has no name.");
            foreach (var id in specials.GetProperty(name).GetProperty("ids").EnumerateArray())
            {
                taking.Add(vocabulary.TextOf(id.GetInt32()) is null
                    ? throw new InvalidInputException($"{file}: the post-processor names the id {id}, which is no token's. Fetch it again.")
                    : id.GetInt32());
            }
        }
    }

    private static IEnumerable<JsonElement> Flatten(JsonElement step, string list)
        => step.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? []
            : TypeOf(step) == "Sequence" ? step.GetProperty(list).EnumerateArray().SelectMany(inner => Flatten(inner, list))
            : [step];

    private static string? TypeOf(JsonElement step) => step.GetProperty("type").GetString();

    private static InvalidInputException Unknown(string file, string step, string? kind)
        => new($"{file}: the {step} '{kind}' is not known here; known are the steps of byte-level BPE (GPT-2, SmolLM, Llama 3, Qwen).");
}
