namespace Grlm.Torch.Tests;

public sealed class SampleFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model = Path.GetDirectoryName(Repository.SharedFile("models/SmolLM2-135M-Instruct/tokenizer.json"))!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_LearnsTheAssistantsTurnsAndTheMarksThatEndThem()
    {
        const string line = """
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "More"},
             {"role": "assistant", "content": "Yes."}], "source": "left alone"}
            """;
        var sample = Assert.Single(Read(line.ReplaceLineEndings("")));

        var tokenizer = Tokenizer.Load(_model);
        Assert.Equal("Hello!<|im_end|>Yes.<|im_end|>", tokenizer.Decode(Learnt(sample)));
        Assert.EndsWith("user\nMore<|im_end|>\n<|im_start|>assistant\nYes.<|im_end|>", tokenizer.Decode(sample.Ids),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAConversation_BeginsAsThePromptThatInferenceSees()
    {
        var sample = Assert.Single(
            Read("""{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "\n\nHello"}]}"""));

        var prompt = ChatTemplate.Load(_model).Render([new ChatTurn("user", "Hi")], new ChatTemplateOptions { AddGenerationPrompt = true });
        var ids = Tokenizer.Load(_model).Encode(prompt);
        Assert.Equal(ids, sample.Ids[..ids.Length]);
        Assert.All(sample.Labels[..ids.Length], label => Assert.Equal(TuningSample.Ignored, label));
        Assert.Equal(sample.Ids[ids.Length..], sample.Labels[ids.Length..]);
    }

    [Fact]
    public void Read_OfPromptAndCompletion_LearnsTheCompletionAndTheEnd()
    {
        var sample = Assert.Single(Read("""{"prompt": "one two", "completion": " three"}"""));
        Assert.Equal("one two three<|im_end|>", Tokenizer.Load(_model).Decode(sample.Ids));
        Assert.Equal(" three<|im_end|>", Tokenizer.Load(_model).Decode(Learnt(sample)));
    }

    [Fact]
    public void Read_OfQwen3_PutsTheEmptyThoughtIntoThePrompt()
    {
        var qwen = Path.GetDirectoryName(Repository.SharedFile("models/Qwen3-tokenizer/tokenizer.json"))!;
        var sample = Assert.Single(
            Read("""{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}""", qwen));
        Assert.Equal("Hello<|im_end|>", Tokenizer.Load(qwen).Decode(Learnt(sample)));
    }

    [Fact]
    public void Read_RefusesAConversationThatTheTemplateRendersDifferentlyOnceItGoesOn()
    {
        var qwen = Path.GetDirectoryName(Repository.SharedFile("models/Qwen3-tokenizer/tokenizer.json"))!;
        var error = Assert.Throws<InvalidInputException>(() => Read(
            """{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, {"role": "user", "content": "?"}, {"role": "assistant", "content": "!"}]}""",
            qwen));
        Assert.Contains("samples.jsonl:1:", error.Message, StringComparison.Ordinal);
        Assert.Contains("a line of its own", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"messages\": []}", "nothing to learn")]
    [InlineData("{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}", "nothing to learn")]
    [InlineData("{\"messages\": [{\"role\": \"user\"}]}", "lacks")]
    [InlineData("{\"messages\": [7]}", "lacks")]
    [InlineData("{\"prompt\": \"a\"}", "neither")]
    [InlineData("{\"prompt\": 1, \"completion\": \"a\"}", "neither")]
    [InlineData("[]", "neither")]
    [InlineData("{\"prompt\":", "Mend the line")]
    public void Read_NamesTheLineThatIsNoSample(string line, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read("""{"prompt": "a", "completion": "b"}""" + "\n\n" + line));
        Assert.Contains("samples.jsonl:3:", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RefusesOrCutsWhatIsTooLong()
    {
        const string line = """{"prompt": "one two three four five six seven", "completion": " eight"}""";
        Assert.Contains("longSamples", Assert.Throws<InvalidInputException>(() => Read(line, maximumLength: 4)).Message,
            StringComparison.Ordinal);

        var cut = Assert.Single(Read(line, maximumLength: 4, longSamples: LongSamples.Cut));
        Assert.Equal(" six seven eight<|im_end|>", Tokenizer.Load(_model).Decode(cut.Ids));
    }

    [Fact]
    public void Read_RefusesAnEmptyFileAndOneThatIsNotThere()
    {
        Assert.Contains("no samples", Assert.Throws<InvalidInputException>(() => Read("\n")).Message, StringComparison.Ordinal);
        Assert.Throws<MissingPrerequisiteException>(
            () => Open(_model, 100, LongSamples.Refuse).Read(_folder.PathOf("none.jsonl"), new ProgressProbe(), CancellationToken.None));
    }

    [Fact]
    public void Draw_HoldsAShareOutAndLosesNothing()
    {
        var samples = TinyLanguageModel.Samples(20);
        var (training, validation) = SampleSplit.Draw(samples, 0.1, seed: 4);
        Assert.Equal((18, 2), (training.Count, validation.Count));
        Assert.Equal(samples.ToHashSet(), training.Concat(validation).ToHashSet());
        Assert.Equal(validation, SampleSplit.Draw(samples, 0.1, seed: 4).Validation);
        Assert.Throws<InvalidInputException>(() => SampleSplit.Draw(samples[..1], 0.1, seed: 4));
    }

    private static int[] Learnt(TuningSample sample) => [.. sample.Labels.Where(label => label != TuningSample.Ignored)];

    private static SampleFile Open(string model, int maximumLength, LongSamples longSamples)
        => new(new SampleRenderer(Tokenizer.Load(model), () => ChatTemplate.Load(model)), vocabularySize: 200_000, maximumLength,
            longSamples);

    private IReadOnlyList<TuningSample> Read(
        string lines, string? model = null, int maximumLength = 100, LongSamples longSamples = LongSamples.Refuse)
    {
        File.WriteAllText(_folder.PathOf("samples.jsonl"), lines);
        return Open(model ?? _model, maximumLength, longSamples).Read(_folder.PathOf("samples.jsonl"), new ProgressProbe(),
            CancellationToken.None);
    }
}
