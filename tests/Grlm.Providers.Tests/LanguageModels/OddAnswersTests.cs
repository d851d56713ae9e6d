using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Providers.Tests;

/// <summary>What becomes of items that odd servers are asked about: a term ID, or a reason, and never a made-up list.</summary>
public sealed class OddAnswersTests
{
    private const int Items = 3;
    private const string List = """["kettle", "steel", "kitchen", "gift", "lid"]""";

    [Theory]
    [InlineData(List)]
    [InlineData("Sure!\n```json\n[\"kettle\", \"steel\", \"kitchen\", \"gift\", \"lid\",]\n```\nHope it helps.")]
    [InlineData("['kettle', 'steel', 'kitchen', 'gift', 'lid']")]
    [InlineData("[“kettle”, ”steel”, ”kitchen”, ”gift”, ”lid”]")]
    [InlineData("""{"terms": ["kettle", "steel", "kitchen", "gift", "lid"]}""")]
    [InlineData("""{"1": "kettle", "2": "steel", "3": "kitchen", "4": "gift", "5": "lid"}""")]
    [InlineData("<think>\nOkay, like [\"cup\", \"mug\", \"a\", \"b\", \"c\"] or so.\n</think>\n\n" + List)]
    [InlineData("Let me see: [\"cup\",\"mug\",\"aa\",\"bb\",\"cc\"]. Fine.\n</think>\n\n" + List)]
    public async Task AListHoweverItIsWritten_IsTaken(string content)
    {
        foreach (var ollama in (bool[])[false, true])
        {
            var (proposals, asked, _) = await AskAsync(_ => (200, Completion(content, ollama)), ollama);
            Assert.All(proposals, proposal => Assert.Equal(["kettle", "steel", "kitchen", "gift", "lid"], proposal.Terms));
            Assert.Equal(Items, asked);
        }
    }

    [Theory]
    [InlineData("<think>\nOkay, first [\"cup\",\"mug\",\"aa\",\"bb\",\"cc\"] hmm, but",
        "length", 1, "cut the model off while it was still thinking")]
    [InlineData("<think>\nOkay, first [\"cup\",\"mug\",\"aa\",\"bb\",\"cc\"] hmm, but", "stop", 1, "breaks off in the model's thoughts")]
    [InlineData("[THINK]First [\"cup\",\"mug\",\"aa\",\"bb\",\"cc\"]", "length", 1, "cut the model off while it was still thinking")]
    [InlineData("""["kettle","steel","kitchen","gift","lid-9""",
        "length", 4, "It has 4 terms; 5 are needed. The answer was cut off at the limit")]
    [InlineData("""["kettle","steel","kitchen","gift","lid-9""", "stop", 4, "It has 4 terms; 5 are needed.")]
    public async Task WhatIsThoughtOrCut_IsNoTermId(string content, string reason, int attempts, string failure)
    {
        foreach (var ollama in (bool[])[false, true])
        {
            var (proposals, asked, _) = await AskAsync(_ => (200, Completion(content, ollama, reason)), ollama);
            Assert.All(proposals, proposal => Assert.Contains(failure, proposal.Failure, StringComparison.Ordinal));
            Assert.Equal(Items * attempts, asked);
        }
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task WhatAServerPutsBesideTheText_IsNamedAsTheReason_AndAskedForOnce(string name)
    {
        var (proposals, asked, _) = await AskAsync(
            _ => (200, $$$"""{"choices": [{"finish_reason": "stop", "message": {"content": null, "{{{name}}}": "[a, b, c, d, e]"}}]}"""));
        Assert.All(proposals, proposal => Assert.Contains("went into the model's thoughts", proposal.Failure, StringComparison.Ordinal));
        Assert.Equal(Items, asked);
    }

    [Theory]
    [InlineData(400, """{"error": {"message": "We don't like you."}}""", "We don't like you.")]
    [InlineData(402, """{"error": {"message": "insufficient balance"}}""", "insufficient balance")]
    [InlineData(404, """{"error": "model 'm' not found, try pulling it first"}""", "try pulling it first")]
    [InlineData(200, """{"error": {"message": "context length exceeded", "code": 400}}""", "context length exceeded")]
    [InlineData(200, """{"error": "model 'm' not found"}""", "model 'm' not found")]
    [InlineData(200, """{"error": "llama runner process no longer running: 2"}""", "no longer running: 2")]
    [InlineData(200, """{"choices": []}""", "choices")]
    [InlineData(200, "<html><body>Welcome to the proxy</body></html>", "Welcome to the proxy")]
    [InlineData(500, """{"error": {"message": "out of memory"}}""", "out of memory")]
    public async Task AServerThatAnswersNobody_EndsTheRun_InItsOwnWords(int status, string body, string words)
    {
        foreach (var ollama in (bool[])[false, true])
        {
            var (_, _, end) = await AskAsync(_ => (status, body), ollama);
            Assert.Contains(words, Assert.IsType<MissingPrerequisiteException>(end).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AModelThatTakesNoTemperature_NamesItemsNevertheless()
    {
        var (proposals, asked, _) = await AskAsync(body => body["temperature"] is null
            ? (200, Completion(List, ollama: false))
            : (400, """{"error": {"message": "Unsupported value: 'temperature' does not support 0 with this model."}}"""));
        Assert.All(proposals, proposal => Assert.Null(proposal.Failure));
        Assert.Equal(Items + 1, asked);
    }

    private static string Completion(string content, bool ollama, string reason = "stop") => ollama
        ? JsonSerializer.Serialize(new { message = new { role = "assistant", content }, done = true, done_reason = reason })
        : JsonSerializer.Serialize(
            new { choices = new[] { new { finish_reason = reason, message = new { role = "assistant", content } } } });

    private static async Task<(IReadOnlyList<TermProposal> Proposals, int Asked, Exception? End)> AskAsync(
        Func<JsonNode, (int Status, string Body)> answer, bool ollama = false)
    {
        await using var server = await OddServer.StartAsync(answer);
        using var things = new Things(Items);
        var options = new TermsOptions
        {
            Provider = ollama ? "ollama" : "openai",
            Model = "m",
            Endpoint = ollama ? server.Address : $"{server.Address}/v1",
            KeyVariable = "GRLM_TEST_KEY_OF_NOBODY",
            Concurrency = 1,
            Timeout = Things.Timeout,
        };
        var (proposals, end, _) = await things.AskAsync(options, TestContext.Current.CancellationToken);
        return (proposals, server.Requests.Count, end);
    }
}
