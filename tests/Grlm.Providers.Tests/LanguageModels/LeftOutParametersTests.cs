using Microsoft.Extensions.AI;

namespace Grlm.Providers.Tests;

/// <summary>Servers that don't take all that they are sent.</summary>
public sealed class LeftOutParametersTests
{
    private const string Good = """{"choices": [{"message": {"content": "[a, b, c, d, e]"}}]}""";

    private static readonly ChatMessage[] _question = [new(ChatRole.System, "You name things."), new(ChatRole.User, "What is it?")];

    [Theory]
    [InlineData("temperature",
        """{"error": {"message": "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported."}}""")]
    [InlineData("max_tokens", """{"error": {"message": "Unsupported parameter.", "param": "max_tokens"}}""")]
    [InlineData("max_tokens", """{"error": "Max tokens is not supported by this model"}""")]
    [InlineData("seed", """{"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}""")]
    [InlineData("top_p", "`top_p` and others can't go together")]
    [InlineData("stop", """{"message": "Argument not supported: stop"}""")]
    [InlineData("response_format", """{"error": {"message": "response_format is unavailable now"}}""")]
    [InlineData("response_format", """{"error": {"message": "no structured output here"}}""")]
    [InlineData("maxLength", """{"error": {"message": "Invalid schema for response_format 'term_id': 'maxLength' is not permitted."}}""")]
    [InlineData("strict", """{"error": {"message": "json_schema.strict: unknown field", "param": "response_format"}}""")]
    public async Task AParameterThatIsRefused_IsLeftOutFromThenOn(string parameter, string refusal)
    {
        await using var server = await OddServer.StartAsync(
            body => body.ToJsonString().Contains($"\"{parameter}\"", StringComparison.Ordinal) ? (400, refusal) : (200, Good));
        using var client = Client(server);
        for (var question = 0; question < 3; question++)
        {
            await client.GetResponseAsync(_question, Everything(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(4, server.Requests.Count);
        string[] sent = ["temperature", "seed", "top_p", "stop", "max_tokens", "response_format"];
        Assert.Equal(sent.Where(name => name != parameter), sent.Where(name => server.Requests.Last().Body[name] is not null));
    }

    [Fact]
    public async Task AParameterWithAnotherName_IsSentUnderIt()
    {
        await using var server = await OddServer.StartAsync(body => body["max_tokens"] is not null
            ? (400,
                """{"error": {"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}""")
            : (200, Good));
        using var client = Client(server);
        await client.GetResponseAsync(_question, Everything(), TestContext.Current.CancellationToken);
        Assert.Equal(500, server.Requests.Last().Body["max_completion_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task OllamasParameters_AreLeftOutToo()
    {
        await using var server = await OddServer.StartAsync(body => body["options"]!["num_predict"] is not null
            ? (400, """{"error": "invalid option: num_predict"}""")
            : (200, """{"message": {"content": "x"}}"""));
        using var client = Client(server, ServerProtocol.Ollama);
        await client.GetResponseAsync(_question, Everything(), TestContext.Current.CancellationToken);
        Assert.Equal(0f, server.Requests.Last().Body["options"]!["temperature"]!.GetValue<float>());
    }

    [Fact]
    public async Task SeveralRefusals_AreBorneOneAfterAnother()
    {
        await using var server = await OddServer.StartAsync(
            body => new[] { "temperature", "seed", "response_format" }.FirstOrDefault(name => body[name] is not null) is { } name
            ? (422, $$$"""{"error": {"message": "{{{name}}}: not allowed"}}""")
            : (200, Good));
        using var client = Client(server);
        await client.GetResponseAsync(_question, Everything(), TestContext.Current.CancellationToken);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task WhatTheSystemSays_IsSaidByTheUser_WhereAModelKnowsNoSystem()
    {
        await using var server = await OddServer.StartAsync(
            body => body["messages"]!.AsArray().Count > 1 ? (400, """{"error": {"message": "System role not supported"}}""") : (200, Good));
        using var client = Client(server);
        await client.GetResponseAsync(_question, Everything(), TestContext.Current.CancellationToken);
        var only = Assert.Single(server.Requests.Last().Body["messages"]!.AsArray())!;
        Assert.Equal(("user", "You name things.\n\nWhat is it?"), (only["role"]!.GetValue<string>(), only["content"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AParameterThatHasPassed_IsLeftOutOfOneRequestAlone()
    {
        await using var server = await OddServer.StartAsync(
            body => body["max_tokens"] is not null && body["messages"]![0]!["content"]!.GetValue<string>() == "long"
            ? (400, """{"error": {"message": "max_tokens is too large: the context has 512 tokens"}}""")
            : (200, Good));
        using var client = Client(server);
        foreach (var question in (string[])["short", "long", "short"])
        {
            await client.GetResponseAsync(question, Everything(), TestContext.Current.CancellationToken);
        }

        Assert.Equal([true, true, false, true], server.Requests.Select(request => request.Body["max_tokens"] is not null));
    }

    [Fact]
    public async Task ARefusalThatNamesNoParameter_IsTheRequests()
    {
        await using var server = await OddServer.StartAsync(400, """{"error": {"message": "This is not for me."}}""");
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ModelRefusedException>(
            () => client.GetResponseAsync(_question, Everything(), TestContext.Current.CancellationToken));
        Assert.Contains("This is not for me.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count); // With a form and without: some servers say no more when they know no forms.
    }

    private static ServerChatClient Client(OddServer server, ServerProtocol? protocol = null)
        => new(new ServerConnection(new Uri(server.Address), key: null, ""), protocol ?? ServerProtocol.OpenAI, "m");

    private static ChatOptions Everything() => new()
    {
        Temperature = 0,
        Seed = 1,
        TopP = 0.5f,
        StopSequences = ["]"],
        MaxOutputTokens = 500,
        ResponseFormat = TermAnswerSchema.Of(5),
    };
}
