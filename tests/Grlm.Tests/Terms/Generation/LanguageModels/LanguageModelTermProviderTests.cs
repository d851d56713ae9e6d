using Microsoft.Extensions.AI;

namespace Grlm.Tests;

public sealed class LanguageModelTermProviderTests : IDisposable
{
    private const string Good = "[stapler, bind-paper, full-strip, office, jam-free]";
    private const string Four = "[stapler, bind-paper, full-strip, office]";

    private readonly TemporaryFolder _folder = new();
    private readonly Catalog _catalog = Titled(3);

    private string Log => Path.Combine(_folder.Root, "generations.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Propose_TakesAFirstAnswerThatIsATermId_AskedForGreedilyInFiveTexts()
    {
        var client = new ScriptedChatClient(_ => Good);
        var (proposals, usage) = await AskAsync(client, new TermsOptions());
        Assert.Equal([0, 1, 2], proposals.Select(proposal => proposal.Item).Order());
        Assert.All(proposals, proposal => Assert.Equal((1, null, "jam-free"), (proposal.Attempts, proposal.Failure, proposal.Terms[4])));
        Assert.All(client.Calls, call => Assert.Equal(0, call.Options.Temperature));
        Assert.All(client.Calls, call => Assert.IsType<ChatResponseFormatJson>(call.Options.ResponseFormat));
        Assert.Equal(new ModelUsage("fake:m", 3, 0, 270, 30, null), usage);
        Assert.True(client.IsDisposed);
    }

    [Fact]
    public async Task Propose_AsksAgain_SayingWhatWasWrong()
    {
        var client = new ScriptedChatClient(messages => messages.Count switch { 2 => Four, 4 => "[a, b, A, d, e]", _ => Good });
        var (proposals, _) = await AskAsync(client, new TermsOptions(), items: 1);
        Assert.Equal((3, null), (proposals[0].Attempts, proposals[0].Failure));
        var last = client.Calls.Last().Messages;
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User, ChatRole.Assistant, ChatRole.User],
            last.Select(message => message.Role));
        Assert.Equal(Four, last[2].Text);
        Assert.Contains("It has 4 terms; 5 are needed.", last[3].Text, StringComparison.Ordinal);
        Assert.Contains("'a' stands twice", last[5].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Propose_AsksForAsManyTermsAsATermIdHas()
    {
        var client = new ScriptedChatClient(messages => messages.Count == 2 ? Good : "[stapler, office, jam-free]");
        var (proposals, _) = await AskAsync(client, new TermsOptions { Length = 3 }, items: 1);
        Assert.Equal((2, null), (proposals[0].Attempts, proposals[0].Failure));
        Assert.Equal(["stapler", "office", "jam-free"], proposals[0].Terms);
        var (messages, options) = client.Calls.Last();
        Assert.Contains("It has 5 terms; 3 are needed. Answer with 3 different keywords", messages[^1].Text, StringComparison.Ordinal);
        var terms = Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat).Schema!.Value.GetProperty("properties")
            .GetProperty("terms");
        Assert.Equal((3, 3), (terms.GetProperty("minItems").GetInt32(), terms.GetProperty("maxItems").GetInt32()));
    }

    [Fact]
    public async Task Propose_GivesUpAfterThreeMoreQuestions_AndAsksOnlyAgainWhereItIsTold()
    {
        var client = new ScriptedChatClient(_ => "I'd rather not.");
        var (proposals, _) = await AskAsync(client, new TermsOptions(), items: 1);
        Assert.Equal((4, "There is no list of keywords in the answer."), (proposals[0].Attempts, proposals[0].Failure));
        Assert.Equal(4, client.Calls.Count);

        var second = new ScriptedChatClient(_ => Good);
        (proposals, var usage) = await AskAsync(second, new TermsOptions(), items: 1);
        Assert.Equal((4, 0, 4), (proposals[0].Attempts, usage.Calls, usage.Reused));
        Assert.Empty(second.Calls);

        (proposals, _) = await AskAsync(second, new TermsOptions { RetryFailed = true }, items: 1);
        Assert.Equal((1, null), (proposals[0].Attempts, proposals[0].Failure));
        (proposals, usage) = await AskAsync(new ScriptedChatClient(_ => throw new InvalidOperationException()),
            new TermsOptions { RetryFailed = true }, items: 1);
        Assert.Equal((null, 0, 1), (proposals[0].Failure, usage.Calls, usage.Reused));
    }

    [Fact]
    public async Task Propose_TakesARefusalAsTheItemsFailure_AndKeepsIt_WhereOthersAreAnswered()
    {
        var client = new ScriptedChatClient(
            messages => messages[1].Text.Contains("Thing 0", StringComparison.Ordinal)
                ? throw new ModelRefusedException("too long") : Good);
        var (proposals, _) = await AskAsync(client, new TermsOptions { Concurrency = 1 }, items: 2);
        Assert.Equal(["The model refused: too long", null], proposals.Select(proposal => proposal.Failure));
        (proposals, var usage) = await AskAsync(client, new TermsOptions { Concurrency = 1 }, items: 2);
        Assert.Equal(("The model refused: too long", 0), (proposals[0].Failure, usage.Calls));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(40, 5)]
    public async Task Propose_EndsTheRun_WhereTheFirstItemsAreAllRefusedAlike_AndKeepsNoRefusal(int items, int calls)
    {
        var number = 0;
        var client = new ScriptedChatClient(_ => throw new ModelRefusedException($"parameter 7 of request {number++} is wrong"));
        var options = new TermsOptions { Concurrency = 1 };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => AskAsync(client, options, catalog: Titled(items)));
        Assert.Contains("parameter 7 of request", error.Message, StringComparison.Ordinal);
        Assert.Equal((true, calls), (error.KeepsWork, client.Calls.Count));
        Assert.Empty(File.ReadLines(Log));
    }

    [Fact]
    public async Task Propose_EndsTheRun_WhereTwentyItemsAreRefusedAlikeAfterAnAnswer()
    {
        var asked = 0;
        var client = new ScriptedChatClient(_ => ++asked > 1 ? throw new ModelRefusedException("no money") : Good);
        await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => AskAsync(client, new TermsOptions { Concurrency = 1 }, catalog: Titled(40)));
        Assert.Equal(21, asked);
    }

    [Fact]
    public async Task Propose_RefusedOfANewItem_GoesOn_WhereTheModelHasAnsweredBefore()
    {
        await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions(), items: 2);
        var (proposals, _) = await AskAsync(new ScriptedChatClient(_ => throw new ModelRefusedException("too long")), new TermsOptions());
        Assert.Single(proposals, proposal => proposal.Failure is not null);
    }

    [Fact]
    public async Task Propose_DoesNotAskAgain_WhereEverythingWentIntoThoughts_UntilAnotherRun()
    {
        var client = new ScriptedChatClient(_ => "")
        {
            Respond =
                text => new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextReasoningContent(Good), new TextContent(text)])),
        };
        var (proposals, _) = await AskAsync(client, new TermsOptions(), items: 2);
        Assert.All(proposals,
            proposal => Assert.Equal((1, true), (proposal.Attempts, proposal.Failure!.Contains("thoughts", StringComparison.Ordinal))));
        (proposals, var usage) = await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions(), items: 2);
        Assert.Equal((2, 2), (proposals.Count(proposal => proposal.Failure is null), usage.Calls));
        Assert.Equal(0, (await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions(), items: 2)).Usage.Calls);
    }

    [Fact]
    public async Task Propose_EndsTheRun_WhereTwentyItemsCameToThoughtsAlone()
    {
        var client = Cut("<think> [cup, mug, aa, bb, cc] hmm");
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => AskAsync(client, new TermsOptions { Concurrency = 1 }, catalog: Titled(40)));
        Assert.Contains("option 'maximumTokens'", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, client.Calls.Count);
    }

    [Fact]
    public async Task Propose_SaysThatTheLimitCutAThought_AndAsksAgainWithAHigherOne()
    {
        var client = Cut("<think>\nOkay, first [cup, mug, aa, bb, cc] hmm, but");
        var (proposals, _) = await AskAsync(client, new TermsOptions { MaximumTokens = 100 }, items: 1);
        Assert.Equal((1, 0), (proposals[0].Attempts, proposals[0].Terms.Count));
        Assert.Contains("The limit of 100 tokens cut the model off while it was still thinking", proposals[0].Failure,
            StringComparison.Ordinal);

        var second = new ScriptedChatClient(_ => Good);
        Assert.Equal(0, (await AskAsync(second, new TermsOptions { MaximumTokens = 100 }, items: 1)).Usage.Calls);
        (proposals, _) = await AskAsync(second, new TermsOptions { MaximumTokens = 200 }, items: 1);
        Assert.Null(proposals[0].Failure);
    }

    [Fact]
    public async Task Propose_NeverTakesTheTermThatALimitCutOff()
    {
        var client = Cut("[stapler, bind-paper, full-strip, office, jam-fr");
        var (proposals, _) = await AskAsync(client, new TermsOptions { MaximumTokens = 100 }, items: 1);
        Assert.Equal((4, "It has 4 terms; 5 are needed. The answer was cut off at the limit of 100 tokens."),
            (proposals[0].Attempts, proposals[0].Failure));
    }

    [Theory]
    [InlineData(5, true, 384 + 4_096)]
    [InlineData(16, true, 1_088 + 4_096)]
    [InlineData(5, false, 384)]
    public async Task Propose_LeavesRoomForAllTermsAndThoughts(int length, bool thinks, int tokens)
    {
        var client = new ScriptedChatClient(_ => Good);
        await AskAsync(client, new TermsOptions { Length = length }, items: 1, thinks: thinks);
        var options = client.Calls.First().Options;
        Assert.Equal(tokens, options.MaxOutputTokens);
        var term = Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat).Schema!.Value.GetProperty("properties")
            .GetProperty("terms").GetProperty("items");
        Assert.Equal(TermNormalForm.MaximumLength, term.GetProperty("maxLength").GetInt32());
    }

    [Fact]
    public async Task Propose_AsksEverythingAnew_OfAnotherModelOrPrompt()
    {
        await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions());
        Assert.Equal(3, (await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions(), model: "other:m")).Usage.Calls);
        var prompt = _folder.Write("prompt.md", "Five words for {{target}}, please.");
        Assert.Equal(3, (await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions { Prompt = prompt })).Usage.Calls);
        Assert.Equal(0, (await AskAsync(new ScriptedChatClient(_ => Good), new TermsOptions())).Usage.Calls);
    }

    [Theory]
    [InlineData(250.0, null, 3)] // 100 tokens an answer: three of them pass 250.
    [InlineData(200.0, null, 2)]
    [InlineData(0.0, null, 0)]
    [InlineData(0.00015, 1.0, 2)] // A millionth a token.
    public async Task Propose_StopsWhenTheBudgetIsSpent_AndALargerOneGoesOn(double budget, double? price, int answers)
    {
        var catalog = Titled(8);
        var options = new TermsOptions { Budget = budget, InputPrice = price, OutputPrice = price, Concurrency = 1 };
        var client = new ScriptedChatClient(_ => Good);
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => AskAsync(client, options, catalog: catalog));
        Assert.True(error.KeepsWork);
        Assert.Contains("option 'budget'", error.Message, StringComparison.Ordinal);
        Assert.Equal(answers, client.Calls.Count);

        var (proposals, usage) = await AskAsync(client, options with { Budget = 800 }, catalog: catalog);
        Assert.Equal((8, 8, answers), (proposals.Count, client.Calls.Count, (int)usage.Reused));
        Assert.Equal(price is null ? null : 0.0008, usage.Cost);
    }

    [Fact]
    public async Task Usage_IsEstimated_WhereAServerDoesNotCount()
    {
        var client = new ScriptedChatClient(_ => Good) { Usage = null };
        var (_, usage) = await AskAsync(client, new TermsOptions(), items: 1);
        var asked = client.Calls.Single().Messages.Sum(message => message.Text.Length);
        Assert.Equal(((asked + 3) / 4, (Good.Length + 3) / 4), (usage.InputTokens, usage.OutputTokens));
    }

    [Fact]
    public async Task ItemsThatAreAlike_ShareOneAnswer_WhichIsCountedOnce()
    {
        var client = new ScriptedChatClient(_ => Good);
        var options = new TermsOptions { Concurrency = 1 };
        var (proposals, usage) = await AskAsync(client, options, catalog: Catalogs.OfSize(5));
        Assert.Equal((5, 1), (proposals.Count(proposal => proposal.Failure is null), client.Calls.Count));
        Assert.Equal(new ModelUsage("fake:m", 1, 0, 90, 10, null), usage);
        Assert.Equal(new ModelUsage("fake:m", 0, 1, 90, 10, null), (await AskAsync(client, options, catalog: Catalogs.OfSize(5))).Usage);
    }

    [Fact]
    public async Task Propose_ShowsCollidingItemsToTheModel()
    {
        var catalog = new Catalog([new Item("a", "Stapler, red", "Acme", [], ""), new Item("b", "Stapler, blue", "Acme", [], "")]);
        var client = new ScriptedChatClient(_ => Good);
        var request = new TermRequest(0, new TermId("stapler", "bind-paper", "full-strip", "office", "strong"), [1]);
        await AskAsync(client, new TermsOptions(), catalog: catalog, requests: [request]);
        var prompt = client.Calls.Single().Messages[^1].Text;
        Assert.Contains("[stapler, bind-paper, full-strip, office, strong]", prompt, StringComparison.Ordinal);
        Assert.Contains("Title: Stapler, red\nBrand: Acme", prompt, StringComparison.Ordinal);
        Assert.Contains("- Title: Stapler, blue\n", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsRethrown()
    {
        using var stop = new CancellationTokenSource();
        var client = new ScriptedChatClient(_ =>
        {
            stop.Cancel();
            return Good;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AskAsync(client, new TermsOptions { Concurrency = 1 }, token: stop.Token));
    }

    private static ScriptedChatClient Cut(string text) => new(_ => text)
    {
        Respond = said => new ChatResponse(new ChatMessage(ChatRole.Assistant, said)) { FinishReason = ChatFinishReason.Length },
    };

    private static Catalog Titled(int count)
        => new(Enumerable.Range(0, count).Select(number => new Item($"{number}", $"Thing {number}", "", [], "")));

    private async Task<(IReadOnlyList<TermProposal> Proposals, ModelUsage Usage)> AskAsync(
        ScriptedChatClient client,
        TermsOptions options,
        int? items = null,
        string model = "fake:m",
        Catalog? catalog = null,
        IReadOnlyList<TermRequest>? requests = null,
        CancellationToken? token = null,
        bool thinks = true)
    {
        catalog ??= _catalog;
        var prompts = TermPrompts.Read(options, catalog, NeighborTable.Empty(catalog.Count));
        using var provider = new LanguageModelTermProvider(options, new LanguageModelConnection(client, model) { Thinks = thinks },
            prompts, catalog, Log, new FakeClock());
        var proposals = new List<TermProposal>();
        requests ??= [.. Enumerable.Range(0, items ?? catalog.Count).Select(TermRequest.For)];
        await foreach (var proposal in provider.ProposeAsync(requests, token ?? TestContext.Current.CancellationToken))
        {
            proposals.Add(proposal);
        }

        return (proposals, provider.Usage);
    }
}
