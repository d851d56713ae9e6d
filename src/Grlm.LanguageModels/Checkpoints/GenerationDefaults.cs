using System.Text.Json.Nodes;

namespace Grlm.LanguageModels;

/// <summary>
/// Describes how a model's makers want it to generate: <c>generation_config.json</c>. Null stands for what the file leaves open.
/// </summary>
public sealed record GenerationDefaults
{
    /// <summary>Gets the token that begins a text.</summary>
    public int? BeginToken { get; init; }

    /// <summary>Gets the tokens that end a text; any of them.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>Gets the token that fills rows of unequal length.</summary>
    public int? PadToken { get; init; }

    /// <summary>Tells whether to draw tokens at random.</summary>
    public bool? DoSample { get; init; }

    /// <summary>Gets what logits are divided by.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets how many of the likeliest tokens to draw from; 0 for all.</summary>
    public int? TopK { get; init; }

    /// <summary>Gets the share of probability to draw from.</summary>
    public double? TopP { get; init; }

    /// <summary>Gets the least probability, as a share of the likeliest token's.</summary>
    public double? MinP { get; init; }

    /// <summary>Gets what logits of tokens that have come before are divided by (multiplied with where they are negative).</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Gets the whole file, so that what is not read here is still written back.</summary>
    public JsonObject Source { get; init; } = [];

    /// <summary>Returns what a model's configuration says where there is no file.</summary>
    public static GenerationDefaults Of(LanguageModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GenerationDefaults { BeginToken = config.BeginToken, EndTokens = config.EndTokens, PadToken = config.PadToken };
    }

    /// <summary>Reads the file; tokens that it does not name are the configuration's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">The model's configuration.</param>
    /// <exception cref="InvalidInputException">It is not JSON, or a setting is of another kind.</exception>
    internal static GenerationDefaults Read(string path, LanguageModelConfig config)
    {
        var source = CheckpointJson.ReadObject(path);
        var json = new CheckpointSettings(source, path);
        return new GenerationDefaults
        {
            BeginToken = json.Integer("bos_token_id") ?? config.BeginToken,
            EndTokens = json.Integers("eos_token_id") is [_, ..] ends ? ends : config.EndTokens,
            PadToken = json.Integer("pad_token_id") ?? config.PadToken,
            DoSample = json.Truth("do_sample"),
            Temperature = json.Number("temperature"),
            TopK = json.Integer("top_k"),
            TopP = json.Number("top_p"),
            MinP = json.Number("min_p"),
            RepetitionPenalty = json.Number("repetition_penalty"),
            Source = source,
        };
    }

    /// <summary>Returns the file's content: what was read, with what has been set since.</summary>
    public JsonObject ToJson()
    {
        var json = (JsonObject)Source.DeepClone();
        Set("bos_token_id", BeginToken);
        Set("eos_token_id",
            EndTokens switch { [] => null, [var one] => one, var many => new JsonArray([.. many.Select(token => (JsonNode)token)]) });
        Set("pad_token_id", PadToken);
        Set("do_sample", DoSample);
        Set("temperature", Temperature);
        Set("top_k", TopK);
        Set("top_p", TopP);
        Set("min_p", MinP);
        Set("repetition_penalty", RepetitionPenalty);
        return json;

        void Set(string key, JsonNode? value)
        {
            if (value is null)
            {
                json.Remove(key);
            }
            else
            {
                json[key] = value;
            }
        }
    }
}
