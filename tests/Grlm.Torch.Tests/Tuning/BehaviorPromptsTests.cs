using System.Text;

namespace Grlm.Torch.Tests;

/// <summary>A model is asked in the tokens that it was trained on, whatever the options are.</summary>
[Collection(typeof(TorchCollection))]
public sealed class BehaviorPromptsTests : IDisposable
{
    private static readonly TinyShop _shop = new(withoutTermId: 7);

    private readonly TemporaryFolder _folder = new();
    private readonly ConversationTokens _tokens;
    private readonly SampleRenderer _samples;

    public BehaviorPromptsTests()
    {
        using var model = TinyChatModel.Create(_folder.Root, seed: 1);
        _tokens = new ConversationTokens(model.Tokenizer, model.ChatTemplate);
        var template = model.ChatTemplate;
        _samples = new SampleRenderer(model.Tokenizer, () => template);
    }

    /// <summary>Domains, titles, history, maximum of tokens, template, tokens of a sample.</summary>
    public static TheoryData<int, bool, int, int?, string?, int> Options { get; } = new(
        (1, true, 20, null, null, 10_000),
        (2, true, 20, null, null, 10_000),
        (2, false, 20, null, null, 10_000),
        (2, true, 2, null, null, 10_000),
        (2, true, 20, 420, null, 10_000),
        (2, false, 20, 430, null, 10_000),
        (3, true, 20, null, "{{history}}\n=>{{domain}}", 10_000),
        (3, true, 3, null, "Answer in {{terms}} words.\n---\n{{history}}{{titles}}{{domain}}", 10_000),
        (2, true, 20, null, null, 300),
        (2, false, 20, null, null, 123));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Options))]
    public void Training_Validation_AndAnswers_SeeTheSameTokens(
        int domains, bool titles, int history, int? maximumTokens, string? template, int length)
    {
        var catalog = new Catalog(
            _shop.Catalog.Select((item, index) => item with { Domain = domains == 1 ? "" : $"domain {index % domains}" }));
        var longest = RenderingSettings.LongestOf(_shop.Library, _tokens);
        var settings = new RenderingSettings
        {
            Titles = titles,
            MaximumHistory = history,
            MaximumTokens = maximumTokens,
            TermIdTokens = longest
        };
        var renderer = new InstructionRenderer(catalog, _shop.Library,
            template is null ? settings : settings with { BehaviorPrompt = template }, _tokens);
        var source = new InstructionSource(catalog, _shop.Library, _shop.Split, null, renderer, 0);
        var prompts = new BehaviorPrompts(renderer, _tokens, length - longest);
        SampleKey[] keys = [.. source.KeysOf(InstructionTask.Behavior, everyPrefix: true)];

        var trained = Read([.. keys.Select(source.Render)], length, longest);

        Assert.True(keys.Length > 30);
        foreach (var (key, sample) in keys.Zip(trained))
        {
            var interactions = _shop.Split[key.Subject];
            var target = interactions[key.Place];
            var request = new GenerationRequest(interactions[..key.Place].ToArray(),
                GenerationRequest.NothingExcluded)
            { Domain = catalog.DomainOf(target) };
            var asked = TuningSample.Of(prompts.Of(request), prompts.Completion(target));
            Assert.Equal(sample.Ids, asked.Ids);
            Assert.Equal(sample.Labels, asked.Labels);
        }

        var validated = new ValidationSample(catalog, _shop.Split, _shop.Library, users: 100, seed: 1);
        int[] users = [.. _shop.Split.Validation.Users.Where(user => _shop.Library.HasTermId(_shop.Split.Validation.Target(user)))];
        var rendered = users.Select(user => new InstructionSample(
            InstructionTask.Behavior,
            renderer.Behavior(_shop.Split.Validation.History(user).ToArray(), catalog.DomainOf(_shop.Split.Validation.Target(user))),
            renderer.Completion(_shop.Split.Validation.Target(user))));
        Assert.Equal(Read([.. rendered], length, longest).Select(sample => sample.Ids),
            validated.Samples(prompts).Select(sample => sample.Ids));
    }

    /// <summary>By way of the file that training reads.</summary>
    private IReadOnlyList<TuningSample> Read(IReadOnlyList<InstructionSample> samples, int length, int longest)
    {
        var file = _folder.PathOf("samples.jsonl");
        File.WriteAllText(file,
            string.Concat(samples.Select(sample => Encoding.UTF8.GetString(SampleLine.Of(sample, InstructionFormat.Grlm)))));
        return new SampleFile(_samples, vocabularySize: 258, length, LongSamples.Cut, answerRoom: longest)
            .Read(file, new Progress<StageProgress>(), TestContext.Current.CancellationToken);
    }
}
