using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>How a kind of server wants to be asked. What it answers is read alike for all kinds: see <see cref="ChatAnswer"/> and <see cref="VectorAnswer"/>.</summary>
internal abstract class ServerProtocol
{
    /// <summary>That of OpenAI, which most servers speak: vLLM, llama.cpp, LM Studio, …</summary>
    public static ServerProtocol OpenAI { get; } = new OpenAIProtocol();

    /// <summary>That of Ollama.</summary>
    public static ServerProtocol Ollama { get; } = new OllamaProtocol();

    /// <summary>What follows the base address for answers of a language model.</summary>
    public abstract string ChatResource { get; }

    /// <summary>What follows the base address for vectors.</summary>
    public abstract string EmbeddingResource { get; }

    /// <summary>The parameter that holds the form of an answer.</summary>
    public abstract string FormParameter { get; }

    /// <summary>A request for an answer.</summary>
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
                    ["json_schema"] = new JsonObject { ["name"] = form.SchemaName ?? "answer", ["strict"] = true, ["schema"] = JsonNode.Parse(schema.GetRawText()) },
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
