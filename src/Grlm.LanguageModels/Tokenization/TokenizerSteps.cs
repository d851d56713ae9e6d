using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>
/// Reads what a <c>tokenizer.json</c> says about the steps around the model; a kind that is not known here is refused by name.
/// </summary>
internal static class TokenizerSteps
{
    public static PreTokenization ReadPreTokenization(string file, JsonElement preTokenizer)
    {
        var steps = Flatten(preTokenizer, "pretokenizers").ToList();
        var last = steps.Count > 0 ? TypeOf(steps[^1]) : null;
        if (last is not ("ByteLevel" or "Metaspace"))
        {
            return new PreTokenization([.. steps.Select(step => ReadPreTokenizer(file, step))], Rewrite: null, WordSplit: null);
        }

        List<PreTokenizer> cuts = [.. steps[..^1].Select(step => ReadPreTokenizer(file, step))];
        return last == "ByteLevel" ? ReadByteLevel(file, cuts, steps[^1]) : ReadMetaspace(cuts, Metaspace.Read(steps[^1]));
    }

    private static PreTokenization ReadByteLevel(string file, List<PreTokenizer> cuts, JsonElement step)
    {
        var useRegex = !step.TryGetProperty("use_regex", out var flag) || flag.GetBoolean();
        return new PreTokenization(
            cuts,
            step.GetProperty("add_prefix_space").GetBoolean() ? (piece, _) => piece[0] == ' ' ? piece : $" {piece}" : null,
            useRegex ? new RegexSplit(file, RegexSplit.Gpt2Pattern, SplitBehavior.Isolated, invert: false) : null)
        { IsByteLevel = true };
    }

    private static PreTokenization ReadMetaspace(List<PreTokenizer> cuts, Metaspace step)
        => new(cuts, step.Rewrite, step.Cuts ? new CharacterSplit(unit => unit == step.Mark, SplitBehavior.MergedWithNext) : null);

    /// <summary>Returns the special tokens that stand before and after a text.</summary>
    public static (IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix) ReadPostProcessor(
        string file, JsonElement postProcessor, Vocabulary vocabulary)
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

    /// <summary>Returns what tokens stand for.</summary>
    /// <param name="file">The file, for error messages.</param>
    /// <param name="decoder">The section <c>decoder</c>.</param>
    /// <param name="isByteLevel">Whether the pre-tokenizer writes words as bytes, which the decoder is to undo.</param>
    public static TokenDecoder ReadDecoder(string file, JsonElement decoder, bool isByteLevel)
    {
        var steps = Flatten(decoder, "decoders").ToList();
        if (steps.Count == 0 || isByteLevel != steps.Exists(step => TypeOf(step) == "ByteLevel"))
        {
            var kind = steps.Count == 0 ? "null" : TypeOf(steps.Find(step => (TypeOf(step) == "ByteLevel") != isByteLevel));
            throw new InvalidInputException(
                $"{file}: the decoder '{kind}' does not undo what the pre-tokenizer " +
                    $"does, which is {(isByteLevel ? "" : "not ")}byte-level.");
        }

        return steps.Aggregate(new TokenDecoder(isByteLevel), (read, step) => (TypeOf(step), isByteLevel) switch
        {
            ("ByteLevel", true) or ("Fuse", false) => read,
            ("ByteFallback", false) => read with { NamesBytes = true },
            ("Replace", false) when step.GetProperty("pattern").TryGetProperty("String", out var written)
                && written.GetString() is { Length: > 0 } text
                => read with { Replacements = [.. read.Replacements, (text, step.GetProperty("content").GetString() ?? "")] },
            ("Strip", false) when step.GetProperty("content").GetString() == " " && step.GetProperty("stop").GetInt32() == 0
                => read with { DroppedSpaces = step.GetProperty("start").GetInt32() },
            ("Metaspace", false) => read.With(Metaspace.Read(step)),
            var (kind, _) => throw Unknown(file, "decoder", kind),
        });
    }

    private static PreTokenizer ReadPreTokenizer(string file, JsonElement step) => TypeOf(step) switch
    {
        "Split" => ReadSplit(file, step),
        "Digits"
            => new CharacterSplit(char.IsNumber,
                step.GetProperty("individual_digits").GetBoolean() ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "WhitespaceSplit" => new CharacterSplit(char.IsWhiteSpace, SplitBehavior.Removed),
        "ByteLevel" or "Metaspace" => throw Unknown(file, "pre-tokenizer", $"{TypeOf(step)} before another step"),
        var kind => throw Unknown(file, "pre-tokenizer", kind),
    };

    private static RegexSplit ReadSplit(string file, JsonElement step)
    {
        var pattern = step.GetProperty("pattern");
        var text = pattern.TryGetProperty("Regex", out var regex)
            ? regex.GetString() : Regex.Escape(pattern.GetProperty("String").GetString() ?? "");
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

            var name = part.GetProperty("SpecialToken").GetProperty("id").GetString()
                ?? throw new JsonException("A special token has no name.");
            foreach (var id in specials.GetProperty(name).GetProperty("ids").EnumerateArray())
            {
                taking.Add(vocabulary.TextOf(id.GetInt32()) is null
                    ? throw new InvalidInputException($"{file}: the post-processor names the id {id}, which is no token's. Fetch it again.")
                    : id.GetInt32());
            }
        }
    }

    public static IEnumerable<JsonElement> Flatten(JsonElement step, string list)
        => step.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? []
            : TypeOf(step) == "Sequence" ? step.GetProperty(list).EnumerateArray().SelectMany(inner => Flatten(inner, list))
            : [step];

    public static string? TypeOf(JsonElement step) => step.GetProperty("type").GetString();

    public static InvalidInputException Unknown(string file, string step, string? kind)
        => new(
            $"{file}: the {step} '{kind}' is not known here; known are the steps of byte-level BPE (GPT-2, SmolLM, Llama " +
                $"3, Qwen) and of SentencePiece's models (Llama 2, Gemma, Phi-3, T5).");
}

/// <summary>Represents a step that cuts a text into the pieces inside which merges happen. Safe to share between threads.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts one piece further.</summary>
    /// <param name="units">The whole text, one unit a code point.</param>
    /// <param name="piece">What to cut; not empty.</param>
    /// <param name="pieces">Takes what it is cut into, in order; some may be empty.</param>
    public abstract void Split(string units, TextPiece piece, List<TextPiece> pieces);
}

/// <summary>Cuts at certain characters.</summary>
/// <param name="matches">Which.</param>
/// <param name="behavior">What becomes of them.</param>
internal sealed class CharacterSplit(Func<char, bool> matches, SplitBehavior behavior) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Split(string units, TextPiece piece, List<TextPiece> pieces)
    {
        var collector = new PieceCollector(pieces, piece, behavior, invert: false);
        for (var at = piece.Start; at < piece.End; at++)
        {
            if (matches(units[at]))
            {
                collector.AddMatch(at, length: 1);
            }
        }

        collector.Finish();
    }
}
