using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// Architecture and sizes of a causal language model, as its <c>config.json</c> gives them. Llama, Qwen2 and Qwen3 differ in a few switches
/// only, so one record describes them all.
/// </summary>
public sealed record LanguageModelConfig
{
    /// <summary>Gets the family as Hugging Face names it: <c>llama</c>, <c>qwen2</c> or <c>qwen3</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Gets the number of rows of the embedding, which may be more than the tokenizer has tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Gets the width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Gets the width inside the gated feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Gets the number of decoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Gets the number of query heads of a layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>
    /// Gets the number of key-value heads of a layer; each serves <see cref="HeadCount"/> divided by this many query heads.
    /// </summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Gets the width of a head; even.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Gets what keeps root-mean-square normalisation from dividing by zero.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Gets the longest sequence that the model is made for, in tokens.</summary>
    public required int MaximumPositions { get; init; }

    /// <summary>Tells whether the embedding also serves as the output head.</summary>
    public required bool TiedHead { get; init; }

    /// <summary>Tells whether queries, keys and values have a bias (Qwen2).</summary>
    public required bool QueryKeyValueBias { get; init; }

    /// <summary>Tells whether the attention's output has a bias.</summary>
    public required bool AttentionOutputBias { get; init; }

    /// <summary>Tells whether the feed-forward layers have biases.</summary>
    public required bool FeedForwardBias { get; init; }

    /// <summary>Tells whether queries and keys are normalised a head at a time before they are turned (Qwen3).</summary>
    public required bool QueryKeyNorm { get; init; }

    /// <summary>Gets the rotary embedding.</summary>
    public required RotaryConfig Rotary { get; init; }

    /// <summary>Gets the token that begins a text; null for none.</summary>
    public int? BeginToken { get; init; }

    /// <summary>Gets the tokens that end a text.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>Gets the token that fills rows of unequal length; null for none.</summary>
    public int? PadToken { get; init; }

    /// <summary>Gets how the checkpoint stores its weights.</summary>
    public required StoredType StoredType { get; init; }

    /// <summary>Gets the whole <c>config.json</c>, so that what is not read here is still written back.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>Reads the text of a <c>config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">The file, for error messages.</param>
    /// <exception cref="InvalidInputException">It is not JSON, not of a supported family, or describes what the network cannot
    /// compute.</exception>
    public static LanguageModelConfig Parse(string json, string path) => new LanguageModelConfigReader(json, path).Read();
}
