namespace Grlm.Tests;

public sealed class TermProvidersTests
{
    private const string Good = "[stapler, bind-paper, full-strip, office, jam-free]";

    private static readonly Catalog _catalog =
        new(Enumerable.Range(0, 6).Select(number => new Item($"{number}", $"Stapler {number}", "", [], "")));

    [Fact]
    public async Task TheStage_AsksAboutSoManyItemsAsTheLimitSays_AndExtractsTheRest()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedChatClient(
            messages =>
                Good.Replace("jam-free", messages[^1].Text.Contains("Title: Stapler 0", StringComparison.Ordinal) ? "first" : "second"));
        var report = await RunAsync(folder, client, new TermsOptions { Limit = 2 });
        Assert.Equal((6, 6, 2, 4, 0),
            (report.Items, report.Valid, report.ValidAtFirst, report.Extracted, report.CollidingItemsWithDifferentMetadata));
        Assert.Equal((2, "fake:m"), (client.Calls.Count, report.Usage!.Model));
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task TheStage_ListsWhatTheModelFailedAt_AndAsksItInVainAboutNothingElse()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedChatClient(
            messages => messages[1].Text.Contains("Title: Stapler 3\n", StringComparison.Ordinal) ? "no" : UniqueTo(messages[1].Text));
        var report = await RunAsync(folder, client, new TermsOptions());
        Assert.Equal((6, 5, 1), (report.Valid, report.ValidAtFirst, report.Extracted));
        var failure = Assert.Single(report.Failures);
        Assert.Equal(new TermFailure("3", 4, "There is no list of keywords in the answer."), failure);
        Assert.Equal(5 + 4, report.Usage!.Calls);
        Assert.True(client.IsDisposed);
    }

    [Fact]
    public void InputsOf_NamesTheModelsFiles_AndThePrompts()
    {
        var stage = Stage(new ScriptedChatClient(_ => Good));
        var options = new TermsOptions { Provider = "ollama", Prompt = "a.md", CollisionPrompt = "b.md", Keep = "k.json" };
        Assert.Equal(["k.json", "weights", "a.md", "b.md"], stage.InputsOf(options).Files);
        Assert.Equal(["k.json"], stage.InputsOf(options with { Provider = "extract" }).Files);
    }

    [Fact]
    public void InputsOf_RefusesAProviderThatIsNotHere_AndABudgetWithHalfAPrice()
    {
        var stage = Stage(new ScriptedChatClient(_ => Good));
        Assert.Contains("'torch'", Assert.Throws<InvalidOptionsException>(
            () => stage.InputsOf(new TermsOptions { Provider = "torch" })).Message, StringComparison.Ordinal);
        foreach (var (input, output) in ((double?, double?)[])[(1, null), (null, 1)])
        {
            var options = new TermsOptions { Provider = "ollama", Budget = 5, InputPrice = input, OutputPrice = output };
            Assert.Throws<InvalidOptionsException>(() => stage.InputsOf(options));
            Assert.NotEmpty(stage.InputsOf(options with { InputPrice = 1, OutputPrice = 1 }).Artifacts);
        }
    }

    [Fact]
    public async Task TheStage_TakesAChatClientByName_AndLeavesItToItsOwner()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedChatClient(messages => UniqueTo(messages[1].Text));
        var report = await Stage(new TermProviders().With("Mine", client))
            .RunAsync(new TermsOptions { Provider = "mine", Model = "m" }, folder.Context("terms"), TestContext.Current.CancellationToken);
        Assert.Equal((6, 6), (report.Valid, report.NamedByModel));
        Assert.Equal("Mine:m", report.Usage!.Model);
        Assert.False(client.IsDisposed);
    }

    [Fact]
    public void AnUnknownName_IsRefusedWithTheNearestAndTheKnownOnes()
    {
        var stage = Stage(new TermProviders().With("openai", new Source(new ScriptedChatClient(_ => Good))));
        Assert.Equal(
            "There is no term provider 'opnai' here. Did you mean 'openai'? There are: extract, openai.",
            Assert.Throws<InvalidOptionsException>(() => stage.InputsOf(new TermsOptions { Provider = "opnai" })).Message);
    }

    private static string UniqueTo(string prompt)
    {
        var place = prompt.IndexOf("Title: Stapler ", StringComparison.Ordinal) + "Title: Stapler ".Length;
        return Good.Replace("jam-free", $"number-{prompt[place]}", StringComparison.Ordinal);
    }

    private static TermsStage Stage(ScriptedChatClient client)
    {
        var models = new TermProviders(
            new Dictionary<string, Func<ILanguageModelSource>> { ["ollama"] = () => new Source(client) });
        return Stage(models);
    }

    private static TermsStage Stage(TermProviders models)
        => new(_ => Catalogs.Unvisited(_catalog), (_, _) => NeighborTable.Empty(_catalog.Count), models.ProviderOf, models.FilesOf);

    private static Task<TermsReport> RunAsync(TemporaryFolder folder, ScriptedChatClient client, TermsOptions options)
        => Stage(client).RunAsync(options with { Provider = "ollama" }, folder.Context("terms"),
            TestContext.Current.CancellationToken);

    private sealed class Source(ScriptedChatClient client) : ILanguageModelSource
    {
        public IReadOnlyList<string> FilesOf(TermsOptions options) => ["weights"];

        public LanguageModelConnection Open(TermsOptions options) => new(client, "fake:m");
    }
}
