namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class LanguageModelTermIdGeneratorTests
{
    private static readonly TermLibrary _library = new(
        [Tid("hair", "dry"), Tid("hair", "oil"), null, Tid("hair", "oil"), Tid("soap", "raw"), Tid("soap", "dry")]);

    [Fact]
    public void Generate_FindsTheWholeLibrary_MostProbableFirst_ForEveryUser()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 1);
        using var generator = GeneratorOf(model, _library, Prompt(model));

        var generated = generator.Generate([Request([0]), Request([4, 5])], beams: 4, TestContext.Current.CancellationToken);

        Assert.All(generated, termIds =>
        {
            Assert.Equal(4, termIds.Select(one => one.TermId).Distinct().Count());
            Assert.All(termIds, one => Assert.NotEqual(0, _library.ItemsOf(one.TermId).Length));
            Assert.Equal(termIds.Select(one => one.LogProbability).OrderDescending(), termIds.Select(one => one.LogProbability));
        });
        var tokens = (int[])[.. model.Tokenizer.Encode(generated[1][0].TermId.ToString()), TinyChatModel.End];
        var prompt = Prompt(model)(Request([4, 5]));
        var expected = tokens.Select(
            (token, place) => RandomNetwork.LogProbabilitiesBehind(model.Network, [.. prompt, .. tokens[..place]])[token]).Sum();
        Assert.Equal(expected, generated[1][0].LogProbability, 1e-3);
    }

    [Fact]
    public void Generate_SpendsNoBeamOnWhatMayNotBeShown()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 2);
        using var generator = GeneratorOf(model, _library, Prompt(model));
        var filter = new ItemFilter(_library.ItemCount, item => item != 3);

        var generated = generator.Generate(
            [
                Request([0]) with { ExcludedItems = new HashSet<int> { 1 } }, // item 3 has the same TID
                Request([0]) with { ExcludedItems = new HashSet<int> { 1 }, Filter = filter },
                Request([0]) with { Filter = new ItemFilter(_library.ItemCount, item => item == 4) },
                Request([0]) with { Filter = new ItemFilter(_library.ItemCount, _ => false) },
            ],
            beams: 4, TestContext.Current.CancellationToken);

        Assert.Equal(4, generated[0].Count);
        Assert.Equal(3, generated[1].Count);
        Assert.DoesNotContain(generated[1], one => one.TermId.Equals(Tid("hair", "oil")));
        Assert.Equal(Tid("soap", "raw"), Assert.Single(generated[2]).TermId);
        Assert.Empty(generated[3]);
    }

    [Fact]
    public void Generate_Freely_ReturnsWhatTheModelWrote()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 3);
        var options = new LanguageModelGenerationOptions { Constrained = false, MaximumNewTokens = 6 };
        using var generator = GeneratorOf(model, _library, Prompt(model), options);

        var generated = generator.Generate([Request([0])], beams: 5, TestContext.Current.CancellationToken)[0];

        Assert.InRange(generated.Count, 1, 5); // no two alike
        Assert.All(generated, one => Assert.InRange(one.LogProbability, double.NegativeInfinity, 0));
        Assert.Contains(generated, one => _library.ItemsOf(one.TermId).IsEmpty);
    }

    [Theory]
    [InlineData("]")]
    [InlineData("]\n")]
    [InlineData("x]")]
    public void Generate_Freely_StopsAtTheClosingBracket_WhateverTokenItIsIn(string closing)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 3, closing);
        var options = new LanguageModelGenerationOptions { Constrained = false, MaximumNewTokens = 5 };
        using var generator = GeneratorOf(model, _library, Prompt(model), options);

        var generated = generator.Generate([Request([0]), Request([4, 5])], beams: 20, TestContext.Current.CancellationToken);

        // The model closes its list at once, or after any letter: whatever else it has learnt to write behind the bracket is another text
        // no more.
        var close = closing == "]" ? ']' : TinyChatModel.Merged;
        var prompt = Prompt(model)(Request([0]));
        var expected = RandomNetwork.LogProbabilitiesBehind(model.Network, prompt)[close];
        Assert.Equal(expected, generated[0][0].LogProbability, 1e-3);
        Assert.All(generated, termIds => Assert.Equal(termIds.Count, termIds.Select(one => one.TermId).Distinct().Count()));
        Assert.All(generated, termIds => Assert.InRange(termIds.Count, 10, 20));
        Assert.All(generated.SelectMany(termIds => termIds), one => Assert.DoesNotContain(']', one.TermId.ToString()[..^1]));
    }

    [Fact]
    public void Generate_Freely_HasRoomForTheLongestTermIdOfTheLibrary()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 3);
        var longest = new TermId([.. Enumerable.Range(10, 10).Select(slot => $"keyword-{slot}")]);
        using var generator = GeneratorOf(
            model, new TermLibrary([longest]), Prompt(model), new LanguageModelGenerationOptions { Constrained = false });

        // The model has learnt nothing and seldom ends; a letter is a token.
        var generated = generator.Generate([Request([0])], beams: 3, TestContext.Current.CancellationToken)[0];

        Assert.Contains(generated, one => one.TermId.ToString().Length > 60);
    }

    [Fact]
    public void Generate_OfNobody_IsNothing()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 3);
        using var generator = GeneratorOf(model, _library, Prompt(model));

        Assert.Empty(generator.Generate([], beams: 5, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => generator.Generate([Request([0])], beams: 0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Tokens_OfATermId_AreThoseBehindItsContext()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyChatModel.Create(folder.Root, seed: 1);

        var termIds = new TokenizedTermIds(_library, model.Tokenizer, TinyChatModel.End, context: "assistant\n");

        Assert.Equal(4, termIds.Trie.LeafCount);
        Assert.Equal(Tid("soap", "raw"), termIds.TermIdOf([.. model.Tokenizer.Encode("[soap, raw]"), TinyChatModel.End]));
        Assert.Throws<ArgumentException>(() => termIds.TermIdOf([.. model.Tokenizer.Encode("[soap, oil]"), TinyChatModel.End]));
        Assert.Equal("[hair, dry]".Length + 1, termIds.MaximumLength);
    }

    private static LanguageModelTermIdGenerator GeneratorOf(
        LanguageModel model, TermLibrary library, Func<GenerationRequest, int[]> prompt, LanguageModelGenerationOptions? options = null)
        => new(() => BeamSearch.Fastest(model), model.Speech, library, prompt, options);

    private static GenerationRequest Request(int[] history) => new(history, GenerationRequest.NothingExcluded);

    private static Func<GenerationRequest, int[]> Prompt(LanguageModel model)
        => request => model.Tokenizer.Encode($"<|im_start|>user\n{string.Join(' ', request.History)}<|im_end|>\n<|im_start|>assistant\n");

    private static TermId Tid(params string[] terms) => new([.. terms]);
}
