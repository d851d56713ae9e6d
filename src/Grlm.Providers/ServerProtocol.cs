using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>
/// Describes how a kind of server wants to be asked. What it answers is read alike for all kinds: see <see cref="ChatAnswer"/> and
/// <see cref="VectorAnswer"/>.
/// </summary>
internal abstract class ServerProtocol
{
    /// <summary>Gets that of OpenAI, which most servers speak: vLLM, llama.cpp, LM Studio, …</summary>
    public static ServerProtocol OpenAI { get; } = new OpenAIProtocol();

    /// <summary>Gets that of Ollama.</summary>
    public static ServerProtocol Ollama { get; } = new OllamaProtocol();

    /// <summary>Gets what follows the base address for answers of a language model.</summary>
    public abstract string ChatResource { get; }

    /// <summary>Gets what follows the base address for vectors.</summary>
    public abstract string EmbeddingResource { get; }

    /// <summary>Gets the parameter that holds the form of an answer.</summary>
    public abstract string FormParameter { get; }

    /// <summary>Returns a request for an answer.</summary>
    public JsonObject ChatRequest(string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var turns = messages.Select(message => (JsonNode)new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text });
        var request = new JsonObject { ["model"] = model, ["messages"] = new JsonArray([.. turns]) };
        AddTo(request, options ?? new ChatOptions());
        return request;
    }

    /// <summary>Adds what the options ask for.</summary>
    protected abstract void AddTo(JsonObject request, ChatOptions options);

    /// <summary>Sets a parameter that is asked for.</summary>
    protected static void Set(JsonObject parameters, string name, JsonNode? value)
    {
        if (value is not null)
        {
            parameters[name] = value;
        }
    }

    private sealed class OpenAIProtocol : ServerProtocol
    {
        public override string ChatResource => "chat/completions";

        public override string EmbeddingResource => "embeddings";

        public override string FormParameter => "response_format";

        protected override void AddTo(JsonObject request, ChatOptions options)
        {
            Set(request, "temperature", options.Temperature);
            Set(request, "max_tokens", options.MaxOutputTokens);
            Set(request, "top_p", options.TopP);
            Set(request, "seed", options.Seed);
            Set(request, "stop", StopOf(options));
            Set(request, FormParameter, options.ResponseFormat is not ChatResponseFormatJson form ? null
                : form.Schema is not { } schema ? new JsonObject { ["type"] = "json_object" }
                : new JsonObject
                {
                    ["type"] = "json_schema",
                    ["json_schema"] = new JsonObject
                    {
                        ["name"] = form.SchemaName ?? "answer",
                        ["strict"] = true,
                        ["schema"] = JsonNode.Parse(schema.GetRawText())
                    },
                });
        }
    }

    private sealed class OllamaProtocol : ServerProtocol
    {
        public override string ChatResource => "api/chat";

        public override string EmbeddingResource => "api/embed";

        public override string FormParameter => "format";

        protected override void AddTo(JsonObject request, ChatOptions options)
        {
            request["stream"] = false;
            Set(request, FormParameter, options.ResponseFormat is not ChatResponseFormatJson form ? null
                : form.Schema is { } schema ? JsonNode.Parse(schema.GetRawText()) : "json");
            var parameters = new JsonObject();
            Set(parameters, "temperature", options.Temperature);
            Set(parameters, "num_predict", options.MaxOutputTokens);
            Set(parameters, "top_p", options.TopP);
            Set(parameters, "seed", options.Seed);
            Set(parameters, "stop", StopOf(options));
            request["options"] = parameters;
        }
    }

    private static JsonArray? StopOf(ChatOptions options)
        => options.StopSequences is { Count: > 0 } stops ? [.. stops.Select(stop => (JsonNode?)stop)] : null;
}

/// <summary>
/// Reads what language models answer behind servers of all kinds. The text counts; why it ended and how long it is are taken where they are
/// told.
/// </summary>
internal static class ChatAnswer
{
    private static readonly string[] _lengthReasons = ["length", "max_tokens", "max_length", "model_length", "max_output_tokens"];

    /// <summary>Reads an answer.</summary>
    /// <param name="values">Its values: one, or the pieces of an answer that was streamed.</param>
    /// <param name="maximumTokens">Tokens that it was to have at most; null where it was not told.</param>
    /// <param name="redactor">Takes a key out that a server repeats.</param>
    /// <returns>The answer; null where there is none in them.</returns>
    public static ChatResponse? Read(IReadOnlyList<JsonElement> values, int? maximumTokens, Redactor redactor)
    {
        var (text, thoughts, isAnswer) = ("", "", false);
        JsonElement? reason = null;
        var usage = new UsageDetails();
        foreach (var value in values)
        {
            var choice = value.Find("choices").Elements().FirstOrDefault(value);
            var message = choice.FindAny("message", "delta");
            var said = message ?? choice;
            isAnswer |= message is not null || said.FindAny("text", "response") is not null;
            var content = said.FindAny("content", "text", "response");
            text += content.Text();
            thoughts += content.Text(ofThoughts: true) + said.FindAny("reasoning_content", "reasoning", "thinking").Text();
            text += said.Find("refusal") is { } refusal && content is null ? refusal.ToString() : "";
            reason = choice.Find("finish_reason") is { } told ? told.Find("type") ?? told // SGLang says it with particulars
                : value.Find("done_reason") ?? reason;
            Count(usage, value);
        }

        return isAnswer ? new ChatResponse(new ChatMessage(ChatRole.Assistant, ContentsOf(redactor.Redact(text), thoughts)))
        {
            FinishReason = ReasonOf(reason?.ToString(), usage.OutputTokenCount, maximumTokens),
            Usage = usage,
        }
        : null;
    }

    private static List<AIContent> ContentsOf(string text, string thoughts)
        => thoughts.Length > 0 ? [new TextReasoningContent(thoughts), new TextContent(text)] : [new TextContent(text)];

    private static void Count(UsageDetails usage, JsonElement value)
    {
        var told = value.Find("usage") ?? value;
        usage.InputTokenCount = told.FindAny("prompt_tokens", "input_tokens", "prompt_eval_count").Whole() ?? usage.InputTokenCount;
        usage.OutputTokenCount = told.FindAny("completion_tokens", "output_tokens", "eval_count").Whole() ?? usage.OutputTokenCount;
    }

    /// <summary>
    /// Returns whether an answer is whole is all that matters; a server that says nothing of it has cut off what has as many tokens as it
    /// was to have.
    /// </summary>
    private static ChatFinishReason ReasonOf(string? reason, long? tokens, int? maximumTokens)
        => _lengthReasons.Contains(reason, StringComparer.OrdinalIgnoreCase) || (string.IsNullOrEmpty(reason) && tokens >= maximumTokens)
            ? ChatFinishReason.Length
            : ChatFinishReason.Stop;
}

/// <summary>Reads the vectors of a batch of texts, as servers of all kinds send them, in the order of the texts.</summary>
internal static class VectorAnswer
{
    private const int MostShown = 8;

    /// <summary>Reads an answer.</summary>
    /// <param name="values">Its value.</param>
    /// <param name="count">Texts that were asked about.</param>
    /// <returns>The vectors; null where there are none in it.</returns>
    /// <exception cref="InvalidInputException">They are not one for each text, or it can't be told which is whose.</exception>
    public static GeneratedEmbeddings<Embedding<float>>? Read(IReadOnlyList<JsonElement> values, int count)
    {
        if (values is not [var value] || ListOf(value) is not { } list)
        {
            return null;
        }

        JsonElement[] rows = [.. list.EnumerateArray()];
        if (rows.Length != count)
        {
            throw new InvalidInputException(
                $"The server sent {rows.Length:N0} vectors for {count:N0} texts. Try a smaller batch (option 'batchSize').");
        }

        var places = Places([.. rows.Select(row => row.Find("index").Whole())]);
        var vectors = new Embedding<float>[count];
        foreach (var (row, place) in rows.Zip(places))
        {
            vectors[place] = new Embedding<float>(VectorOf(row.Find("embedding") ?? row));
        }

        return new GeneratedEmbeddings<Embedding<float>>(vectors);
    }

    /// <summary>
    /// Returns which text each vector of an answer belongs to: the one that it names, where every text is named once; the one at its place,
    /// where none is named.
    /// </summary>
    /// <param name="named">What each names; null for nothing.</param>
    /// <exception cref="InvalidInputException">It is neither.</exception>
    internal static int[] Places(IReadOnlyList<long?> named)
    {
        int[] inOrder = [.. Enumerable.Range(0, named.Count)];
        return named.Distinct().Count() <= 1 ? inOrder
            : named.Order().SequenceEqual(inOrder.Select(place => (long?)place)) ? [.. named.Select(place => (int)place!.Value)]
            : throw new InvalidInputException(
                $"The server numbers the {named.Count:N0} vectors " +
                    $"of a batch {string.Join(", ", named.Take(MostShown).Select(place => place?.ToString() ?? "none"))}"
                + $"{(named.Count > MostShown ? ", …" : "")} instead of 0 to {named.Count - 1:N0} once each: " +
                $"whose they are can't be told. Try a batch of 1 (option 'batchSize').");
    }

    private static JsonElement? ListOf(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? value
            : value.FindAny("data", "embeddings") is { ValueKind: JsonValueKind.Array } list ? list
            : null;

    private static float[] VectorOf(JsonElement vector) => vector switch
    {
        { ValueKind: JsonValueKind.String } => FromBase64(vector.GetString()!),
        { ValueKind: JsonValueKind.Array } when vector.GetArrayLength() == 1 && vector[0].ValueKind == JsonValueKind.Array
            => VectorOf(vector[0]),
        { ValueKind: JsonValueKind.Array } when vector.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number)
            => [.. vector.EnumerateArray().Select(number => number.GetSingle())],
        _ => throw NoNumbers(),
    };

    private static float[] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count)).ToArray() : throw NoNumbers();
    }

    private static InvalidInputException NoNumbers()
        => new("The server sent a vector that is no list of numbers. Is it a model for embeddings?");
}
