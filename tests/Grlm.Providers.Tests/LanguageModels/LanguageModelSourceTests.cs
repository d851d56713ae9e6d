namespace Grlm.Providers.Tests;

public sealed class LanguageModelSourceTests
{
    [Fact]
    public async Task OpenAI_IsAskedGreedily_ForASchemaOfFiveTexts_WithTheKeyInTheHeaderAlone()
    {
        const string variable = "GRLM_TEST_KEY_OF_SOMEBODY";
        Environment.SetEnvironmentVariable(variable, "secret-of-somebody");
        await using var server = await FakeModelServer.StartAsync();
        using var things = new Things(1);
        await things.AskAsync(Things.Options(server) with { KeyVariable = variable }, TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.Equal("Bearer secret-of-somebody", request.Authorization);
        Assert.Equal(("m", 0f), (request.Body["model"]!.GetValue<string>(), request.Body["temperature"]!.GetValue<float>()));
        var terms = request.Body["response_format"]!["json_schema"]!["schema"]!["properties"]!["terms"]!;
        Assert.Equal((5, 5, "string"),
            (terms["minItems"]!.GetValue<int>(), terms["maxItems"]!.GetValue<int>(), terms["items"]!["type"]!.GetValue<string>()));
        Assert.DoesNotContain("secret-of-somebody", await File.ReadAllTextAsync(things.Log, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ollama_IsAskedForTheSameSchema()
    {
        await using var server = await FakeModelServer.StartAsync();
        using var things = new Things(3);
        var options = Things.Options(server) with { Provider = "ollama", Endpoint = server.Address };
        var (proposals, _, usage) = await things.AskAsync(options, TestContext.Current.CancellationToken);
        Assert.All(proposals, proposal => Assert.Equal(FakeModelServer.TermsOf(proposal.Item), proposal.Terms));
        Assert.Equal((3, 300, 30, "ollama:m"), (usage.Calls, usage.InputTokens, usage.OutputTokens, usage.Model));
        Assert.All(server.Requests,
            request => Assert.Equal(5, request.Body["format"]!["properties"]!["terms"]!["maxItems"]!.GetValue<int>()));
    }

    [Fact]
    public async Task AServerThatKnowsNoSchemas_IsAskedWithoutThem_AfterTheFirstRefusal()
    {
        await using var server = await FakeModelServer.StartAsync();
        server.KnowsNoSchemas = true;
        server.Behave = (_, _) => FakeAnswer.Prose;
        using var things = new Things(20);
        var (proposals, _, _) = await things.AskAsync(Things.Options(server) with { Concurrency = 1 },
            TestContext.Current.CancellationToken);
        Assert.Equal(20, proposals.Count(proposal => proposal is { Failure: null, Attempts: 1 }));
        Assert.Equal(21, server.Requests.Count);
    }

    [Fact]
    public async Task AServerThatIsGone_EndsTheRun_WithTheAnswersKept()
    {
        await using var server = await FakeModelServer.StartAsync();
        using var things = new Things(200);
        server.OnAnswered = answers =>
        {
            if (answers == 50)
            {
                server.Always = (500, "gone");
            }
        };
        var (proposals, end, _) = await things.AskAsync(Things.Options(server), TestContext.Current.CancellationToken);
        Assert.True(Assert.IsType<MissingPrerequisiteException>(end).KeepsWork);
        var kept = File.ReadLines(things.Log).Count();
        Assert.InRange(kept, 50, 50 + 16);
        Assert.InRange(proposals.Count, kept, 200 - 1);

        server.Always = null;
        var (again, secondEnd, usage) = await things.AskAsync(Things.Options(server), TestContext.Current.CancellationToken);
        Assert.Null(secondEnd);
        Assert.Equal((200, kept, 200 - kept), (again.Count(proposal => proposal.Failure is null), usage.Reused, usage.Calls));
    }

    [Fact]
    public async Task AWrongKey_EndsTheRunAtOnce()
    {
        await using var server = await FakeModelServer.StartAsync();
        server.Always = (401, "who are you?");
        using var things = new Things(100);
        var (_, end, _) = await things.AskAsync(Things.Options(server) with { Concurrency = 2 }, TestContext.Current.CancellationToken);
        Assert.IsType<MissingPrerequisiteException>(end);
        Assert.InRange(server.Requests.Count, 1, 2);
    }

    [Fact]
    public void FilesOf_RefusesOptionsWithoutAModel_AndAnAddressThatIsNone()
    {
        foreach (var source in (ILanguageModelSource[])[new OpenAILanguageModel(), new OllamaLanguageModel()])
        {
            Assert.Empty(source.FilesOf(new TermsOptions { Model = "m" }));
            Assert.Throws<InvalidOptionsException>(() => source.FilesOf(new TermsOptions()));
            Assert.Throws<InvalidOptionsException>(() => source.FilesOf(new TermsOptions { Model = "m", Endpoint = "there:8000" }));
        }
    }
}
