using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// Holds what the name in <c>tokenizer.ggml.pre</c> stands for: the steps before the merges, as the <c>tokenizer.json</c> of the models of
/// that name has them.
/// </summary>
/// <param name="Cuts">The steps before the byte-level one.</param>
/// <param name="CutsAsGpt2">Whether the byte-level step cuts too, as GPT-2 does.</param>
/// <param name="Composes">Whether a text is brought into normal form C first.</param>
/// <param name="IgnoreMerges">Whether a word that is a token is that token, whatever the merges make of it.</param>
/// <param name="AddsBegin">Whether the token that begins a text is put before it where the file does not say.</param>
internal sealed record GgufPreTokenizer(
    IReadOnlyList<string> Cuts, bool CutsAsGpt2, bool Composes = false, bool IgnoreMerges = false, bool AddsBegin = false)
{
    /// <summary>Stands among the cuts for the step that cuts off every digit; the other cuts are regular expressions.</summary>
    private const string Digits = "";

    private const string Words = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string Signs = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Capitals = @"\p{Lu}\p{Lt}", Small = @"\p{Ll}", Caseless = @"\p{Lm}\p{Lo}\p{M}";

    private static readonly GgufPreTokenizer _gpt2 = new([], CutsAsGpt2: true);
    private static readonly GgufPreTokenizer _smol = new([Digits], CutsAsGpt2: true);
    private static readonly GgufPreTokenizer _llama3 = new([Words + @"\p{N}{1,3}" + Signs], CutsAsGpt2: false, IgnoreMerges: true,
        AddsBegin: true);
    private static readonly GgufPreTokenizer _qwen2 = new([Words + @"\p{N}" + Signs], CutsAsGpt2: false, Composes: true);
    private static readonly GgufPreTokenizer _deepSeekCoder = new([@"[\r\n]", @"\s?\p{L}+", @"\s?\p{P}+", "[一-龥ࠀ-一가-\uD7FF]+", Digits],
        CutsAsGpt2: false);

    private static readonly GgufPreTokenizer _tekken = new(
        [
            $@"[^\r\n\p{{L}}\p{{N}}]?[{Capitals}{Caseless}]*[{Small}{Caseless}]+"
                + $@"|[^\r\n\p{{L}}\p{{N}}]?[{Capitals}{Caseless}]+[{Small}{Caseless}]*"
                + @"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        ],
        CutsAsGpt2: false, IgnoreMerges: true);

    // As llama.cpp cuts for files from before there was a name.
    private static readonly GgufPreTokenizer _nameless = new(
        [@"[\p{P}\$\+<=>\^~\|]+", RegexSplit.Gpt2Pattern, @"\p{N}+", "[0-9][0-9][0-9]"], CutsAsGpt2: false);

    private static readonly FrozenDictionary<string, GgufPreTokenizer> _byName = new Dictionary<string, GgufPreTokenizer>
    {
        ["default"] = _nameless,
        ["gpt-2"] = _gpt2,
        ["mpt"] = _gpt2,
        ["olmo"] = _gpt2,
        ["jais"] = _gpt2,
        ["smollm"] = _smol,
        ["starcoder"] = _smol,
        ["refact"] = _smol,
        ["command-r"] = _smol,
        ["codeshell"] = _smol,
        ["exaone"] = _smol,
        ["minerva-7b"] = _smol,
        ["llama-bpe"] = _llama3,
        ["llama3"] = _llama3,
        ["llama-v3"] = _llama3,
        ["falcon3"] = _llama3,
        ["dbrx"] = _llama3 with { IgnoreMerges = false, AddsBegin = false },
        ["smaug-bpe"] = _llama3 with { IgnoreMerges = false, AddsBegin = false },
        ["qwen2"] = _qwen2,
        ["deepseek-r1-qwen"] = _qwen2,
        ["megrez"] = _qwen2,
        ["deepseek-coder"] = _deepSeekCoder,
        ["tekken"] = _tekken,
    }.ToFrozenDictionary();

    /// <summary>Gets the section <c>normalizer</c>.</summary>
    public JsonNode? Normalizer => Composes ? new JsonObject { ["type"] = "NFC" } : null;

    /// <summary>Gets the section <c>pre_tokenizer</c>.</summary>
    public JsonObject Sections => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray([.. Cuts.Select(Cut), ByteLevel(CutsAsGpt2)]),
    };

    /// <summary>Returns a byte-level step, which is a decoder too.</summary>
    public static JsonObject ByteLevel(bool cutsAsGpt2)
        => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = cutsAsGpt2 };

    /// <summary>Returns what a file names.</summary>
    /// <param name="metadata">The file's metadata; one that names none is taken to cut as models of its architecture do.</param>
    /// <param name="path">The file, for error messages.</param>
    /// <exception cref="InvalidInputException">The name is not known here.</exception>
    public static GgufPreTokenizer Of(GgufMetadata metadata, string path)
    {
        var name = metadata.Text("tokenizer.ggml.pre") ?? (metadata.Architecture is "qwen2" or "qwen3" ? "qwen2" : "default");
        return _byName.TryGetValue(name, out var known) ? known : throw new InvalidInputException(
            $"{path}: its pre-tokenizer is '{name}', and {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))} are known here. " +
            "Put the original model's tokenizer.json beside it.");
    }

    private static JsonObject Cut(string cut) => cut == Digits
        ? new JsonObject { ["type"] = "Digits", ["individual_digits"] = true }
        : new JsonObject
        {
            ["type"] = "Split",
            ["pattern"] = new JsonObject { ["Regex"] = cut },
            ["behavior"] = "Isolated",
            ["invert"] = false
        };
}
