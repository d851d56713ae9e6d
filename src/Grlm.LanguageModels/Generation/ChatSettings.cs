using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm.LanguageModels.Internal;

/// <summary>Holds what one request of a chat asks for, in our own terms.</summary>
/// <param name="Generation">How the answer is written.</param>
/// <param name="EnableThinking">Whether the model is to think first; null leaves it to its template.</param>
/// <param name="Terms">Number of terms and form where the answer is a list of terms; null for free text.</param>
public sealed record ChatSettings(TextGenerationOptions Generation, bool? EnableThinking, (int Count, TermListForm Form)? Terms)
{
    /// <summary>Reads the options of a request.</summary>
    /// <param name="options">The options; null for none.</param>
    /// <param name="defaults">What holds where they say nothing.</param>
    /// <exception cref="InvalidOptionsException">An option has a value that it does not take, or asks for what this client cannot
    /// do.</exception>
    public static ChatSettings Of(ChatOptions? options, TextGenerationOptions defaults)
    {
        if (options is null)
        {
            return new ChatSettings(defaults, null, null);
        }

        if (options.Tools is { Count: > 0 })
        {
            throw new InvalidOptionsException("This client calls no tools. Leave them out of the options.");
        }

        var generation = GenerationOf(options, defaults);
        generation.Validate();
        return new ChatSettings(generation, Truth(options, TorchChatProperties.EnableThinking), TermsOf(options));
    }

    private static TextGenerationOptions GenerationOf(ChatOptions options, TextGenerationOptions defaults)
    {
        var beams = Integer(options, TorchChatProperties.Beams) ?? defaults.Beams;
        if (beams > 1)
        {
            // What the model's makers recommend for drawing does not hold for a search; what the caller asks for stays and is checked.
            defaults = defaults with { Temperature = 0, TopK = 0, TopP = 1, MinP = 0, RepetitionPenalty = 1, NoRepeatNgram = 0, Stop = [] };
        }

        return defaults with
        {
            Beams = beams,
            MaximumNewTokens = options.MaxOutputTokens ?? defaults.MaximumNewTokens,
            Temperature = options.Temperature ?? defaults.Temperature,
            TopK = options.TopK ?? defaults.TopK,
            TopP = options.TopP ?? defaults.TopP,
            Seed = options.Seed ?? defaults.Seed,
            Stop = options.StopSequences is { } stops ? [.. stops] : defaults.Stop,
            MinP = Number(options, TorchChatProperties.MinP) ?? defaults.MinP,
            RepetitionPenalty = Number(options, TorchChatProperties.RepetitionPenalty) ?? defaults.RepetitionPenalty,
            NoRepeatNgram = Integer(options, TorchChatProperties.NoRepeatNgram) ?? defaults.NoRepeatNgram,
            LengthPenalty = Number(options, TorchChatProperties.LengthPenalty) ?? defaults.LengthPenalty,
        };
    }

    private static (int, TermListForm)? TermsOf(ChatOptions options) => options.ResponseFormat switch
    {
        ChatResponseFormatJson json => TermListSchema.Read(json.Schema),
        _ => Integer(options, TorchChatProperties.TermCount) is { } count ? (count, TermListForm.Bracketed) : null,
    };

    private static int? Integer(ChatOptions options, string name) => Number(options, name) switch
    {
        null => null,
        { } number when number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        _ => throw Refuse(name, "a whole number"),
    };

    private static double? Number(ChatOptions options, string name)
        => Text(options, name) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw Refuse(name, "a number");

    private static bool? Truth(ChatOptions options, string name)
        => Text(options, name) is not { } text ? null : bool.TryParse(text, out var truth) ? truth : throw Refuse(name, "true or false");

    // Values set in code are numbers and truth values, those that have been through JSON are elements; the text of either is the same.
    private static string? Text(ChatOptions options, string name)
        => options.AdditionalProperties?.TryGetValue(name, out var value) == true
            ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static InvalidOptionsException Refuse(string name, string kind) => new($"Option '{name}' takes {kind}.");
}

/// <summary>Recognises JSON schemas of a list of so many texts, which a <see cref="TermListConstraint"/> fulfils.</summary>
internal static class TermListSchema
{
    /// <summary>Reads a schema.</summary>
    /// <param name="schema">
    /// An array of strings with equal <c>minItems</c> and <c>maxItems</c>, or an object with one property that is such an array.
    /// </param>
    /// <returns>Number of terms and form of the list.</returns>
    /// <exception cref="InvalidOptionsException">It is another schema.</exception>
    public static (int Count, TermListForm Form) Read(JsonElement? schema)
    {
        if (schema is { ValueKind: JsonValueKind.Object } root)
        {
            if (CountOf(root) is { } count)
            {
                return (count, TermListForm.Json);
            }

            if (Find(root, "properties") is { ValueKind: JsonValueKind.Object } properties
                && properties.EnumerateObject().ToArray() is [var only] && CountOf(only.Value) is { } countInside)
            {
                return (countInside, TermListForm.JsonObject(JsonEncodedText.Encode(only.Name).ToString()));
            }
        }

        throw new InvalidOptionsException(
            "Of JSON answers this client writes lists of terms only: " +
                "give a schema of an array of strings with equal minItems and maxItems, or of an " +
            "object with one such property, or ask for text.");
    }

    private static int? CountOf(JsonElement schema)
        => schema.ValueKind == JsonValueKind.Object && IsOfType(schema, "array")
            && Find(schema, "items") is { ValueKind: JsonValueKind.Object } items && IsOfType(items, "string")
            && Find(schema, "minItems") is { ValueKind: JsonValueKind.Number } least && least.TryGetInt32(out var minimum)
            && Find(schema, "maxItems") is { ValueKind: JsonValueKind.Number } most && most.TryGetInt32(out var maximum)
            && minimum == maximum
            ? minimum
            : null;

    private static bool IsOfType(JsonElement schema, string type)
        => Find(schema, "type") is { ValueKind: JsonValueKind.String } found && found.ValueEquals(type);

    private static JsonElement? Find(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value : null;
}
