using Microsoft.Extensions.AI;

namespace Grlm.Providers.Tests;

/// <summary>What servers of all kinds write around an answer.</summary>
public sealed class ChatAnswerTests
{
    private const string Terms = "[a, b, c, d, e]";

    [Theory]
    [InlineData(
        """{"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "[a, b, c, d, e]"}}], "usage": {"prompt_tokens": 7, "completion_tokens": 5}}""")]
    [InlineData("""{"choices": [{"finish_reason": null, "message": {"content": "[a, b, c, d, e]"}}]}""")]
    [InlineData("""{"choices": [{"finish_reason": "", "message": {"role": "assistant", "content": "[a, b, c, d, e]"}}]}""")]
    [InlineData("""{"choices": [{"finish_reason": "eos_token", "message": {"role": "assistant", "content": "[a, b, c, d, e]"}}]}""")]
    [InlineData("""{"choices": [{"finish_reason": {"type": "stop"}, "message": {"role": null, "content": "[a, b, c, d, e]"}}]}""")]
    [InlineData(
        """{"id": 123, "created": null, "model": null, "choices": [{"index": "0", "message": {"content": "[a, b, c, d, e]"}}], "usage": null}""")]
    [InlineData(
        """{"created": 1700000000.5, "choices": [{"message": {"content": "[a, b, c, d, e]"}}], "usage": {"prompt_tokens": null, "completion_tokens": null}}""")]
    [InlineData("""{"choices": [{"message": {"content": [{"type": "text", "text": "[a, b, "}, {"type": "text", "text": "c, d, e]"}]}}]}""")]
    [InlineData(
        """{"choices": [{"message": {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "[x, y]"}]}, {"type": "text", "text": "[a, b, c, d, e]"}]}}]}""")]
    [InlineData("""{"choices": [{"text": "[a, b, c, d, e]", "logprobs": {"content": null}}]}""")]
    [InlineData("""{"error": null, "choices": [{"message": {"content": "[a, b, c, d, e]", "tool_calls": [], "refusal": null}},]}""")]
    [InlineData(
        "data: {\"choices\": [{\"delta\": {\"role\": \"assistant\", \"content\": \"[a, b, \"}}]}\n\ndata: {\"choices\": " +
            "[{\"delta\": {\"content\": \"c, d, e]\"}}]}\n\ndata: [DONE]\n")]
    public async Task OpenAI_AnyFormOfAnAnswer_IsRead(string body)
    {
        var response = await AskAsync(body);
        Assert.Equal(Terms, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData(
        """{"model": "m", "created_at": "2024-07-23 10:00:00 +0200", "message": {"role": "assistant", "content": "[a, b, c, d, e]"}, "done": true, "done_reason": "stop"}""")]
    [InlineData("""{"message": {"content": "[a, b, c, d, e]", "thinking": "hm"}}""")]
    [InlineData("""{"message": {"content": "[a, b, c, d, e]"}, "done_reason": null, "eval_count": null, "total_duration": "long"}""")]
    [InlineData(
        "{\"message\": {\"content\": \"[a, b, \"}, \"done\": false}\n{\"message\": {\"content\": \"c, d, e]\"}, \"done\": " +
            "true, \"eval_count\": 5}\n")]
    [InlineData("""{"message": {"content": "[a, b, c, d, e]"}, "error": {}}""")]
    [InlineData("""{"message": {"content": "[a, b, c, d, e]"}, "error": 0}""")]
    public async Task Ollama_AnyFormOfAnAnswer_IsRead(string body) => Assert.Equal(Terms, (await AskAsync(body, ollama: true)).Text);

    [Theory]
    [InlineData("\"length\"", "null")]
    [InlineData("\"LENGTH\"", "null")]
    [InlineData("\"max_tokens\"", "3")]
    [InlineData("{\"type\": \"length\", \"length\": 100}", "3")]
    [InlineData("null", "100")]
    public async Task AnAnswerThatALimitHasCut_SaysSo(string reason, string tokens)
    {
        var body =
            $$$"""{"choices": [{"finish_reason": {{{reason}}}, "message": {"content": "[a, b"}}], "usage": {"completion_tokens": {{{tokens}}}}}""";
        Assert.Equal(ChatFinishReason.Length, (await AskAsync(body, maximumTokens: 100)).FinishReason);
    }

    [Fact]
    public async Task Counts_AreThoseOfTheServer_OrNone()
    {
        var usage =
            (await AskAsync(
                """{"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": "12", "completion_tokens": 5.0}}""")).Usage!;
        Assert.Equal((12, 5), (usage.InputTokenCount, usage.OutputTokenCount));
        usage = (await AskAsync("""{"message": {"content": "x"}, "prompt_eval_count": 8, "eval_count": null}""", ollama: true)).Usage!;
        Assert.Equal((8, null), (usage.InputTokenCount, usage.OutputTokenCount));
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    [InlineData("thinking")]
    public async Task Thoughts_AreNoText(string name)
    {
        var response = await AskAsync($$$"""{"choices": [{"message": {"content": null, "{{{name}}}": "[a, b, c, d, e]"}}]}""");
        Assert.Equal("", response.Text);
        Assert.Equal(Terms, Assert.Single(response.Messages.Single().Contents.OfType<TextReasoningContent>()).Text);
    }

    [Theory]
    [InlineData("""{"error": {"message": "context length exceeded", "code": 400}}""", typeof(ModelRefusedException),
        "context length exceeded")]
    [InlineData("""{"error": {"message": "too long", "type": "invalid_request_error"}}""", typeof(ModelRefusedException), "too long")]
    [InlineData("""{"error": {"message": "slow down", "code": "429"}}""", typeof(ModelUnavailableException), "slow down")]
    [InlineData("""{"error": "model 'm' not found"}""", typeof(MissingPrerequisiteException), "model 'm' not found")]
    [InlineData("""{"error": "llama runner process no longer running: 2"}""", typeof(ModelUnavailableException),
        "llama runner process no longer running: 2")]
    [InlineData("""{"choices": [{"error": {"message": "upstream gone", "code": 502}}]}""", typeof(ModelUnavailableException),
        "upstream gone")]
    [InlineData("""{"id": "x", "choices": []}""", typeof(ModelUnavailableException), "\"choices\": []")]
    [InlineData("<html><body>Welcome to the proxy</body></html>", typeof(ModelUnavailableException), "Welcome to the proxy")]
    [InlineData("\"just a string\"", typeof(ModelUnavailableException), "just a string")]
    public async Task AnErrorThatIsCalledASuccess_IsToldInTheServersWords(string body, Type kind, string words)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(body));
        Assert.IsType(kind, error);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static async Task<ChatResponse> AskAsync(string body, bool ollama = false, int? maximumTokens = null)
    {
        await using var server = await OddServer.StartAsync(200, body);
        using var client = new ServerChatClient(
            new ServerConnection(new Uri(server.Address), key: null, ""), ollama ? ServerProtocol.Ollama : ServerProtocol.OpenAI, "m");
        return await client.GetResponseAsync("hello", new ChatOptions { MaxOutputTokens = maximumTokens },
            TestContext.Current.CancellationToken);
    }
}
