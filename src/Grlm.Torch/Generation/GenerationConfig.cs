using System.Text.Json;

namespace Grlm.Torch;

/// <summary>What a model's <c>generation_config.json</c> recommends.</summary>
/// <param name="Options">How to write text: drawing as the file says if it asks for drawing, otherwise greedy.</param>
/// <param name="EndTokens">Tokens that end a text; empty where the file names none.</param>
internal sealed record GenerationConfig(TextGenerationOptions Options, IReadOnlyList<int> EndTokens)
{
    /// <summary>Reads the text of a <c>generation_config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">The file, for error messages.</param>
    /// <exception cref="InvalidInputException">It is not JSON, or a value is not one that the option takes.</exception>
    public static GenerationConfig Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var config = new GenerationConfig(ReadOptions(document.RootElement), ReadTokens(document.RootElement));
            config.Options.Validate();
            return config;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or InvalidOptionsException)
        {
            throw new InvalidInputException($"{path}: {exception.Message} Fetch the checkpoint again, or mend the file.", exception);
        }
    }

    private static TextGenerationOptions ReadOptions(JsonElement root)
    {
        var plain = new TextGenerationOptions();
        var draws = Find(root, "do_sample") is { ValueKind: JsonValueKind.True };
        return plain with
        {
            MaximumNewTokens = (int)Number(root, "max_new_tokens", plain.MaximumNewTokens),
            Temperature = draws ? Number(root, "temperature", 1) : 0,
            TopK = draws ? (int)Number(root, "top_k", plain.TopK) : plain.TopK,
            TopP = draws ? Number(root, "top_p", plain.TopP) : plain.TopP,
            MinP = draws ? Number(root, "min_p", plain.MinP) : plain.MinP,
            RepetitionPenalty = Number(root, "repetition_penalty", plain.RepetitionPenalty),
            NoRepeatNgram = (int)Number(root, "no_repeat_ngram_size", plain.NoRepeatNgram),
        };
    }

    private static int[] ReadTokens(JsonElement root) => Find(root, "eos_token_id") switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(token => token.GetInt32())],
        { } one => [one.GetInt32()],
    };

    private static double Number(JsonElement root, string name, double otherwise) => Find(root, name)?.GetDouble() ?? otherwise;

    private static JsonElement? Find(JsonElement root, string name)
        => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
