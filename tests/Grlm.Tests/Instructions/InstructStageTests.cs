using System.Text.Json;

namespace Grlm.Tests;

public sealed class InstructStageTests : IDisposable
{
    private static readonly string[] _roles = ["system", "user", "assistant"];

    private readonly DatasetFiles _files = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_CountsSamplesByTask_AndKeepsSomeUsersToValidateOn()
    {
        await WriteWorkspaceAsync();
        var report = await RunAsync(new InstructOptions { ValidationShare = 0.25, CollaborativeWeight = 1.5 });
        // Each item has a TID; four users have two training interactions and more, in which six items stand together with others.
        Assert.Equal(
            [new(InstructionTask.Internalization, 8, 0), new(InstructionTask.Behavior, 3, 1), new(InstructionTask.Collaborative, 9, 0)],
            report.Tasks);
        Assert.Equal(20, Lines("train.jsonl").Length);
        Assert.Equal("behavior", Assert.Single(Lines("validation.jsonl")).GetProperty("task").GetString());
        Assert.All(report.Bytes, file => Assert.Equal(new FileInfo(PathOf(file.Key)).Length, file.Value));
    }

    [Fact]
    public async Task EveryForm_SaysTheSame()
    {
        await WriteWorkspaceAsync();
        await RunAsync(new InstructOptions());
        foreach (var part in new[] { "train", "validation" })
        {
            var expected = Lines($"{part}.jsonl").Select(line => Messages(line.GetProperty("messages"), "role", "content")).ToArray();
            Assert.All(expected, turns => Assert.Equal(_roles, turns.Select(turn => turn.Role)));
            Assert.Equal(expected, Lines($"openai-{part}.jsonl").Select(line => Messages(Only(line, "messages"), "role", "content")));
            Assert.Equal(
                expected.Select(turns => (turns[0].Text, turns[1].Text, turns[2].Text)),
                Lines($"alpaca-{part}.jsonl")
                    .Select(line => (TextOf(line, "system"), TextOf(line, "instruction"), TextOf(line, "output"))));
            Assert.All(Lines($"alpaca-{part}.jsonl"), line => Assert.Empty(TextOf(line, "input")));
            Assert.Equal(
                expected.Select(turns => (turns[0].Text, (string[])["human", "gpt"], (string[])[turns[1].Text, turns[2].Text]))
                    .Select(JsonOf),
                Lines($"sharegpt-{part}.jsonl")
                    .Select(line => (TextOf(line, "system"), Messages(line.GetProperty("conversations"), "from", "value")))
                    .Select(
                        line =>
                            JsonOf((line.Item1, line.Item2.Select(turn => turn.Role).ToArray(),
                                line.Item2.Select(turn => turn.Text).ToArray()))));
        }

        static string JsonOf((string System, string[] Speakers, string[] Texts) line)
            => $"{line.System} {string.Join('/', line.Speakers)} {string.Join('/', line.Texts)}";
    }

    // The README of LLaMA-Factory's data folder: what a description may hold, what it defaults to, and what a sample must have.
    [Theory]
    [InlineData]
    [InlineData(InstructionFormat.Alpaca)]
    [InlineData(InstructionFormat.Sharegpt, InstructionFormat.Openai)]
    public async Task DatasetInfo_DescribesEveryFile_AsLlamaFactoryReadsIt(params InstructionFormat[] formats)
    {
        await WriteWorkspaceAsync();
        await RunAsync(formats.Length == 0 ? new InstructOptions() : new InstructOptions { Formats = formats });
        using var info = JsonDocument.Parse(await File.ReadAllBytesAsync(PathOf("dataset_info.json"), Token));
        var datasets = info.RootElement.EnumerateObject().ToArray();
        Assert.Equal(2 * (formats.Length == 0 ? 4 : formats.Length), datasets.Length);
        foreach (var (name, description) in datasets.Select(dataset => (dataset.Name, dataset.Value)))
        {
            var lines = Lines(TextOf(description, "file_name"));
            Assert.NotEmpty(lines);
            Assert.All(lines, line => LlamaFactoryReading.Check(name, description, line));
        }

        var configuration = await File.ReadAllTextAsync(PathOf("llama-factory.yaml"), Token);
        Assert.Contains(datasets.Select(dataset => dataset.Name),
            name => configuration.Contains($"\ndataset: {name}\n", StringComparison.Ordinal));
        Assert.Contains(datasets.Select(dataset => dataset.Name),
            name => configuration.Contains($"\neval_dataset: {name}\n", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", configuration, StringComparison.Ordinal);
        using var deepSpeed = JsonDocument.Parse(await File.ReadAllBytesAsync(PathOf("deepspeed.json"), Token));
        Assert.Equal("auto", deepSpeed.RootElement.GetProperty("train_batch_size").GetString());
    }

    [Fact]
    public async Task Run_GoesOnAfterAStop_ToTheSameBytes()
    {
        await WriteWorkspaceAsync();
        // Some thousands of samples more than a block.
        var many = new InstructOptions { InternalizationWeight = 500, BehaviorWeight = 100, EveryPrefix = true };
        await RunAsync(many);
        var expected = await ReadAllAsync();
        foreach (var file in Directory.EnumerateFiles(Output))
        {
            File.Delete(file);
        }

        using var stop = new CancellationTokenSource();
        var progress = new StopAt(stop, "writing samples to train on");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(many, progress, stop.Token));
        await File.AppendAllTextAsync(PathOf("train.jsonl"), "half a li", Token);
        await RunAsync(many);
        Assert.Equal(expected, await ReadAllAsync());
    }

    [Fact]
    public async Task AnotherSeed_IsAnotherOrder()
    {
        await WriteWorkspaceAsync();
        await RunAsync(new InstructOptions());
        var first = await File.ReadAllLinesAsync(PathOf("train.jsonl"), Token);
        await RunAsync(new InstructOptions { Seed = 7, ValidationShare = 0 });
        var second = await File.ReadAllLinesAsync(PathOf("train.jsonl"), Token);
        Assert.NotEqual(first, second);
        Assert.Subset(second.ToHashSet(), first.ToHashSet());
        Assert.DoesNotContain("eval_dataset", await File.ReadAllTextAsync(PathOf("llama-factory.yaml"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_HasWhatWasRendered_AndRefusesAnotherLibraryOrTokenizer()
    {
        await WriteWorkspaceAsync();
        await RunAsync(
            new InstructOptions { Terms = 1, NoTitles = true, MaximumHistory = 7, Tokenizer = WriteTokenizer("a"), MaximumTokens = 200 });
        var contract = InstructionContract.Read(Output);
        Assert.Equal((1, false, 7, 200, 2),
            (contract.Terms, contract.Rendering.Titles, contract.Rendering.MaximumHistory, contract.Rendering.MaximumTokens,
                contract.Rendering.TermIdTokens));
        Assert.Equal("[thing2]", contract.LibraryOf(LibraryOf(5)).TermIdOf(2)!.ToString());
        Assert.Throws<MissingPrerequisiteException>(() => contract.LibraryOf(LibraryOf(4)));

        contract.CheckTokenizer("model", await TokenizerIdentity.OfAsync(WriteTokenizer("a"), Token));
        var other = await TokenizerIdentity.OfAsync(WriteTokenizer("b"), Token);
        Assert.Contains("chat template", Assert.Throws<InvalidInputException>(() => contract.CheckTokenizer("model", other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_ThatDontGoTogether_AreRefused()
    {
        await WriteWorkspaceAsync();
        foreach (var options in (InstructOptions[])[new() { Tasks = [] }, new() { Formats = [] }, new() { Terms = 6 },
            new() { MaximumTokens = 100 }])
        {
            await Assert.ThrowsAsync<InvalidOptionsException>(() => RunAsync(options));
        }

        await Assert.ThrowsAsync<InvalidInputException>(
            () => RunAsync(new InstructOptions { Tasks = [InstructionTask.Behavior], BehaviorWeight = 0 }));
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunAsync(new InstructOptions { BehaviorPrompt = "nowhere.md" }));
    }

    [Fact]
    public async Task Sampling_ShowsTheFirstSamplesOfEachTask_AndWritesNothing()
    {
        await WriteWorkspaceAsync();
        var samples = await new InstructionSampling(_ => new WordCounter())
            .RunAsync(new InstructOptions { Tokenizer = WriteTokenizer("a") }, _files.Workspace, 2, Token);
        Assert.Equal([0, 0, 1, 1, 2, 2], samples.Select(sample => (int)sample.Task));
        Assert.All(samples, sample => Assert.InRange(sample.Tokens!.Value, 30, 120));
        Assert.False(Directory.Exists(Output));
    }

    private string Output => Path.Combine(_files.Workspace.Root, ArtifactNames.Instructions);

    private static TermLibrary LibraryOf(int length)
        => new(
            [.. Enumerable.Range(0, 8)
                .Select(item => new TermId([.. Enumerable.Range(0, length).Select(slot => slot == 0 ? $"thing{item}" : $"same{slot}")]))]);

    private async Task WriteWorkspaceAsync()
    {
        await _files.WriteItemsAsync([.. Enumerable.Range(0, 8).Select(item => $"i{item}")]);
        int[][] users = [[0, 1, 2, 3, 7], [1, 2, 3, 4], [4, 5, 6, 0], [2, 6, 5, 4, 3], [0]];
        await _files.WriteInteractionsAsync([.. users.SelectMany((items, user) => items.Select(item => ($"u{user}", user, item)))]);
        var dataset = DatasetReader.Read(_files.Workspace);
        Directory.CreateDirectory(_files.Workspace.PathOf(ArtifactNames.Terms));
        await TermIdTable.WriteAsync(
            _files.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds), dataset.Catalog,
            [.. Enumerable.Range(0, 8).Select(LibraryOf(5).TermIdOf)], Token);
        Directory.CreateDirectory(_files.Workspace.PathOf(ArtifactNames.Ranker));
        NeighborTableFile.ByBehavior.WriteAsync(
            _files.Workspace.PathOf(ArtifactNames.Ranker, ArtifactNames.SimilarItems),
            dataset.Catalog,
            new ItemCooccurrence(dataset.Split.Training.Histories(), 8).Strongest(ItemCooccurrence.ListLength, Token),
            Token).GetAwaiter().GetResult(); // on a local file nothing waits
    }

    private string WriteTokenizer(string template)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_files.Workspace.Root, "base", template)).FullName;
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new { chat_template = template }));
        return folder;
    }

    private Task<InstructReport> RunAsync(
        InstructOptions options, IProgress<StageProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        Directory.CreateDirectory(Output);
        return new InstructStage(_ => new WordCounter()).RunAsync(
            options, new StageContext(_files.Workspace, Output, progress ?? new ProgressLog()), cancellationToken ?? Token);
    }

    private string PathOf(string name) => Path.Combine(Output, name);

    private JsonElement[] Lines(string name) => [.. File.ReadLines(PathOf(name)).Select(line => JsonDocument.Parse(line).RootElement)];

    private async Task<SortedDictionary<string, string>> ReadAllAsync()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Output))
        {
            files[Path.GetFileName(file)] = await File.ReadAllTextAsync(file, Token);
        }

        return files;
    }

    private static JsonElement Only(JsonElement line, string property)
    {
        Assert.Equal(property, Assert.Single(line.EnumerateObject()).Name);
        return line.GetProperty(property);
    }

    private static (string Role, string Text)[] Messages(JsonElement messages, string role, string text)
        => [.. messages.EnumerateArray().Select(message => (TextOf(message, role), TextOf(message, text)))];

    private static string TextOf(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private sealed class StopAt(CancellationTokenSource source, string activity) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (value.Activity == activity)
            {
                source.Cancel();
            }
        }
    }
}
