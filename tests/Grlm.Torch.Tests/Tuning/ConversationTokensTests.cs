using CsCheck;
using Microsoft.Extensions.AI;

namespace Grlm.Torch.Tests;

public sealed class ConversationTokensTests
{
    private static readonly Gen<string> _term = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-.%éß字"], 1, 12]
        .Where(term => TermNormalForm.TryNormalize(term, out var normal) && normal == term);

    private static readonly Gen<(TermId TermId, string Title)[]> _items = Gen.Select(
        _term.Array[5].Where(terms => terms.Distinct().Count() == 5).Select(terms => new TermId([.. terms])),
        Gen.String[Gen.Char["abc XYZ,.&'\"|<>[]12é\t字"], 0, 40]).Array[1, 12];

    [Theory]
    [InlineData("SmolLM2-135M-Instruct")]
    [InlineData("Qwen3-tokenizer")]
    public void TrainingAndInference_SeeTheSameTokens(string model)
    {
        var folder = Path.GetDirectoryName(Repository.SharedFile($"models/{model}/tokenizer.json"))!;
        var tokens = ConversationTokens.Load(folder);
        var template = ChatTemplate.Load(folder);
        var samples = new SampleRenderer(Tokenizer.Load(folder), () => template);
        _items.Sample(
            items =>
            {
                var catalog = new Catalog(items.Select((item, index) => new Item($"{index}", item.Title, "", [], "")));
                var renderer = new InstructionRenderer(catalog, new TermLibrary([.. items.Select(item => item.TermId)]),
                    new RenderingSettings());
                var target = items.Length - 1;
                var prompt = renderer.Behavior([.. Enumerable.Range(0, target)], domain: null);
                var asked = tokens.Prompt(prompt);
                var said = tokens.Completion(renderer.Completion(target));

                var trained = samples.Render(
                    [.. ChatTurns.Of([.. prompt, new ChatMessage(ChatRole.Assistant, renderer.Completion(target))], options: null)]);

                Assert.Equal([.. asked, .. said], trained.Ids);
                Assert.Equal([.. asked.Select(_ => TuningSample.Ignored), .. said], trained.Labels);
                Assert.Equal(asked.Length, tokens.CountPrompt(prompt));
                Assert.Equal(said.Length, tokens.CountCompletion(renderer.Completion(target)));
            },
            iter: 50);
    }

    [Theory]
    [InlineData("SmolLM2-135M-Instruct")]
    [InlineData("Qwen3-tokenizer")]
    public void HistoriesThatGoOn_AreTheSameTokensInTrainingAndInference(string model)
    {
        var folder = Path.GetDirectoryName(Repository.SharedFile($"models/{model}/tokenizer.json"))!;
        var tokens = ConversationTokens.Load(folder);
        var template = ChatTemplate.Load(folder);
        var samples = new SampleRenderer(Tokenizer.Load(folder), () => template);
        var settings = new RenderingSettings { Continued = true, Titles = false, BehaviorPrompt = "Chosen, oldest first:" };
        _items.Sample(
            items =>
            {
                var catalog = new Catalog(items.Select((item, index) => new Item($"{index}", item.Title, "", [], "")));
                var renderer = new InstructionRenderer(catalog, new TermLibrary([.. items.Select(item => item.TermId)]), settings);
                var target = items.Length - 1;
                var begun = tokens.Prompt(renderer.Behavior([], domain: null));
                var asked = tokens.Prompt(renderer.Behavior([.. Enumerable.Range(0, target)], domain: null));
                var said = tokens.Completion(renderer.Completion(target));
                var whole = renderer.Completion(Enumerable.Range(0, items.Length));

                var trained = samples.Render(
                    [.. ChatTurns.Of([.. renderer.Behavior([], domain: null), new ChatMessage(ChatRole.Assistant, whole)], options: null)]);

                Assert.Equal([.. asked, .. said], trained.Ids);
                Assert.Equal([.. begun.Select(_ => TuningSample.Ignored), .. trained.Ids[begun.Length..]], trained.Labels);
                Assert.Equal(begun.Length, trained.PromptLength);
            },
            iter: 50);
    }

    [Theory]
    [InlineData("SmolLM2-135M-Instruct")]
    [InlineData("Qwen3-tokenizer")]
    public void Completion_IsAListOfTerms_AsTheConstraintsHaveIt(string model)
    {
        var folder = Path.GetDirectoryName(Repository.SharedFile($"models/{model}/tokenizer.json"))!;
        var tokens = ConversationTokens.Load(folder);
        var tokenizer = Tokenizer.Load(folder);
        var vocabulary = new TokenByteTrie(
            [.. Enumerable.Range(0,
                tokenizer.VocabularySize).Select(id => tokenizer.IsSpecial(id) ? [] : tokenizer.BytesOf(id).ToArray())]);
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789éß字"],
            1, 12].Array[5].Where(terms => terms.Distinct().Count() == 5).Sample(
            terms =>
            {
                var written = tokens.Completion(new TermId([.. terms]).ToString());
                Assert.Equal(tokenizer.EosTokenId, written[^1]);
                var list = new TermListConstraint(vocabulary, count: 5, TermListForm.Bracketed);
                Assert.True(list.Allowed(written[..^1].Aggregate(list.Start, list.Follow)).IsEmpty);
            },
            iter: 20);
    }
}
