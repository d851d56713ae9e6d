using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class LanguageModelStageTests(InstructedWorkspaces workspaces) : IClassFixture<InstructedWorkspaces>, IDisposable
{
    private static readonly TrainOptions _train = new()
    {
        LearningRate = 5e-3,
        Tuning = new() { Steps = 4, LoraRank = 4, EvaluateEvery = 2, Precision = Precision.Float32, Device = "cpu" },
        ValidationUsers = 6,
        ValidationBeams = 4,
        Threads = 2,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Options of adapters go with adapters alone.</summary>
    private static TrainOptions TrainOptionsOf(bool full)
        => full ? _train with { Tuning = _train.Tuning with { Full = true, LoraRank = new TuningOptions().LoraRank } } : _train;

    [Theory]
    [InlineData(false,
        new[] { "adapter_config.json", "adapter_model.safetensors", "manifest.json", "rendering.json", "training.jsonl", "training.svg" })]
    [InlineData(true, new[]
    {
        "config.json", "generation_config.json", "manifest.json", "model.safetensors", "rendering.json", "tokenizer.json",
        "tokenizer_config.json",
        "training.jsonl", "training.svg",
    })]
    public async Task Train_TunesALanguageModelThatRecommends(bool full, string[] files)
    {
        var workspace = workspaces.Copy();
        var report = await SampleWorkspaces.RunAsync(new TrainStage(), TrainOptionsOf(full) with { Base = workspaces.Model }, workspace);

        Assert.Equal(files, FilesOf(workspace));
        Assert.Equal(full ? GeneratorKind.LanguageModel : GeneratorKind.Adapter, report.Generator);
        Assert.Equal(4, report.Steps);
        Assert.True(report.ValidationLoss < report.ValidationLossBefore, $"{report}");
        var measured = File.ReadLines(workspace.PathOf(ArtifactNames.Model, "training.jsonl"))
            .Where(line => line.Contains("validationLoss", StringComparison.Ordinal));
        Assert.Equal(3, measured.Count()); // before, in between, at the end
        Assert.All(measured, line => Assert.Contains("validationRecallAt10", line, StringComparison.Ordinal));

        var (dataset, library) = Read(workspace);
        using var models = Loader().Load(workspace, dataset.Catalog, library, RecommendationSource.Generator, GenerationMode.Constrained);
        var recommender = new Recommender(library, models.Generator, models.Ranker, new int[library.ItemCount]);
        var list = recommender.Recommend(
            [new GenerationRequest([4, 5, 9], new HashSet<int> { 4, 5, 9 })], new RecommendationSettings { Beams = 10 },
            TestContext.Current.CancellationToken)[0];
        Assert.Equal(10, list.Select(recommendation => recommendation.Item).Except([4, 5, 9]).Count());
        Assert.All(list, recommendation => Assert.Equal(GroundingSource.Direct, recommendation.Source));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATunedModel_RecommendsInAProcessWithoutLibtorch_OnAnyProcessor(bool full)
    {
        var workspace = workspaces.Copy();
        await SampleWorkspaces.RunAsync(new TrainStage(), TrainOptionsOf(full) with { Base = workspaces.Model }, workspace);
        var (dataset, library) = Read(workspace);
        using var models = Loader().Load(workspace, dataset.Catalog, library, RecommendationSource.Generator, GenerationMode.Constrained);
        var recommender = new Recommender(library, models.Generator, models.Ranker, dataset.Split.Training.Popularity(library.ItemCount));
        var here = recommender.Recommend(
            [new GenerationRequest([4, 5, 9], new HashSet<int> { 4, 5, 9 })], new RecommendationSettings(),
            TestContext.Current.CancellationToken)[0];

        var history = string.Join(',', new[] { 4, 5, 9 }.Select(item => dataset.Catalog[item].Id));
        string[] expected = [.. here.Select(item => dataset.Catalog[item.Item].Id)];
        foreach (var (switches, digits) in new (string[], int)[] { ([], 4), (["DOTNET_EnableAVX512"], 3), (["DOTNET_EnableAVX2"], 3) })
        {
            var lines = await RunWithoutTorchAsync(workspace, history, switches);
            Assert.Equal(expected, lines.Select(line => line.Split(' ')[0]));
            Assert.All(lines.Zip(here),
                pair => Assert.Equal(pair.Second.Score, double.Parse(pair.First.Split(' ')[1], CultureInfo.InvariantCulture),
                    Math.Pow(10, -digits)));
        }
    }

    [Fact]
    public async Task Train_OnHistoriesThatGoOn_LearnsTermIdsFromTheRankerAndRecommends()
    {
        var workspace = workspaces.Copy();
        var instruct = new InstructOptions
        {
            Tasks = [InstructionTask.Behavior, InstructionTask.Internalization],
            Continued = true,
            MaximumHistory = 3,
            Tokenizer = workspaces.Model,
            Formats = [InstructionFormat.Grlm],
        };
        await SampleWorkspaces.RunAsync(new InstructStage(ConversationTokens.Load), instruct, workspace);
        var options = TrainOptionsOf(full: true) with
        {
            Base = workspaces.Model,
            Tasks = instruct.Tasks,
            TermIds = new() { TermIdLoss = true, Teacher = true, DamagedShare = 0.5 },
            Keep = ValidationFigure.Recall,
        };
        var report = await SampleWorkspaces.RunAsync(new TrainStage(), options, workspace);
        Assert.Equal(4, report.Steps);
        Assert.NotNull(report.Fusion);
        Assert.Equal(report.Fusion.Weight, FusionFile.Read(workspace).Weight);

        var held = await SampleWorkspaces.RunAsync(
            new EvaluateStage(_ => Loader()), new EvaluateOptions { Part = SplitPart.Validation, Beams = 10 }, workspace);
        Assert.Equal(1, held.Metrics["validRate@10"]);
        var free = await SampleWorkspaces.RunAsync(
            new EvaluateStage(_ => Loader()),
            new EvaluateOptions { Part = SplitPart.Validation, Beams = 4, Generation = GenerationMode.Free }, workspace);
        Assert.InRange(free.Metrics["validRate@10"], 0, 0.5);
    }

    [Fact]
    public async Task TermIdLoss_OnOtherInstructions_IsRefused()
    {
        var workspace = workspaces.Copy();
        var refusal = await Assert.ThrowsAsync<InvalidOptionsException>(
            () => SampleWorkspaces.RunAsync(
                new TrainStage(), _train with { Base = workspaces.Model, TermIds = new() { TermIdLoss = true } }, workspace));
        Assert.Contains("'continued'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FreeGeneration_IsMeasuredByTheSameCommand_AndItsBeamsAreMappedToItems()
    {
        var workspace = workspaces.Copy();
        await SampleWorkspaces.RunAsync(new TrainStage(), _train with { Base = workspaces.Model }, workspace);
        var free = await SampleWorkspaces.RunAsync(
            new EvaluateStage(_ => Loader()),
            new EvaluateOptions { Part = SplitPart.Validation, Beams = 10, Generation = GenerationMode.Free }, workspace);

        // After four steps a model of random weights writes nothing that is in the library, where a constrained one writes nothing else.
        Assert.InRange(free.Metrics["validRate@10"], 0, 0.5);
        var held = await SampleWorkspaces.RunAsync(
            new EvaluateStage(_ => Loader()), new EvaluateOptions { Part = SplitPart.Validation, Beams = 10 }, workspace);
        Assert.Equal(1, held.Metrics["validRate@10"]);
    }

    [Fact]
    public void FreeGeneration_IsRefused_WhereTheGeneratorIsTheCompactOne()
    {
        var workspace = workspaces.Copy();
        var (dataset, library) = Read(workspace);
        Assert.Throws<InvalidOptionsException>(
            () => new CompactModelLoader().Load(workspace, dataset.Catalog, library, RecommendationSource.Generator, GenerationMode.Free));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_OfATunedModel_GivesTheSameFiguresAndTermIds(bool full)
    {
        var trained = workspaces.Copy();
        var expected = await SampleWorkspaces.RunAsync(new TrainStage(), TrainOptionsOf(full) with { Base = workspaces.Model }, trained);
        var elsewhere = _folder.PathOf("elsewhere");
        Copy(trained.PathOf(ArtifactNames.Model), elsewhere);

        var workspace = workspaces.Copy();
        var imported = await SampleWorkspaces.RunAsync(new TrainStage(),
            _train with { Import = elsewhere, Base = workspaces.Model }, workspace);

        Assert.Equal((expected.ValidationRecallAt10, expected.ValidationNdcgAt10),
            (imported.ValidationRecallAt10, imported.ValidationNdcgAt10));
        Assert.Equal(TermIdsOf(trained), TermIdsOf(workspace));
    }

    [Fact]
    public async Task Import_RefusesAnotherTokenizer_TermLibrary_OrRendering()
    {
        var trained = workspaces.Copy();
        var full = TrainOptionsOf(full: true);
        await SampleWorkspaces.RunAsync(
            new TrainStage(), full with { Base = workspaces.Model, Tuning = full.Tuning with { Steps = 1 } }, trained);
        var elsewhere = _folder.PathOf("elsewhere");
        Copy(trained.PathOf(ArtifactNames.Model), elsewhere);
        var workspace = workspaces.Copy();

        var tokenizer = File.ReadAllText(Path.Combine(elsewhere, "tokenizer.json"));
        File.WriteAllText(Path.Combine(elsewhere, "tokenizer.json"), tokenizer + " ");
        Assert.Contains("tokenizer", (await RefusedAsync<InvalidInputException>()).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(elsewhere, "tokenizer.json"), tokenizer);

        var contract = InstructionContract.Read(elsewhere);
        (contract with { LibraryVersion = "another" }).Write(elsewhere);
        Assert.Contains("another", (await RefusedAsync<MissingPrerequisiteException>()).Message, StringComparison.Ordinal);

        (contract with { Rendering = contract.Rendering with { Titles = true } }).Write(elsewhere);
        Assert.Contains("otherwise", (await RefusedAsync<InvalidInputException>()).Message, StringComparison.Ordinal);

        Task<TException> RefusedAsync<TException>()
            where TException : Exception
            => Assert.ThrowsAsync<TException>(
                () => SampleWorkspaces.RunAsync(new TrainStage(), _train with { Import = elsewhere }, workspace));
    }

    [Fact]
    public async Task Train_CancelledAndRunAgain_MakesTheSameAdapter()
    {
        var options = _train with { Base = workspaces.Model, ValidationUsers = 2 };
        var whole = workspaces.Copy();
        using var steps = new ProgressProbe();
        await SampleWorkspaces.RunAsync(new TrainStage(), options, whole, steps);

        var resumed = workspaces.Copy();
        using var probe = new ProgressProbe(report => report == steps.Reports * 2 / 3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SampleWorkspaces.RunAsync(new TrainStage(), options, resumed, probe));
        await SampleWorkspaces.RunAsync(new TrainStage(), options, resumed);

        Assert.Equal(
            File.ReadAllBytes(whole.PathOf(ArtifactNames.Model, "adapter_model.safetensors")),
            File.ReadAllBytes(resumed.PathOf(ArtifactNames.Model, "adapter_model.safetensors")));
        Assert.Equal(
            File.ReadAllText(whole.PathOf(ArtifactNames.Model, "training.jsonl")),
            File.ReadAllText(resumed.PathOf(ArtifactNames.Model, "training.jsonl")));
    }

    [Fact]
    public async Task Train_RefusesOptionsThatDoNotGoTogether()
    {
        var workspace = workspaces.Copy();
        TrainOptions[] refused = [TrainOptionsOf(full: true), _train with { Base = workspaces.Model, Preference = true }];
        foreach (var options in refused)
        {
            await Assert.ThrowsAsync<InvalidOptionsException>(() => SampleWorkspaces.RunAsync(new TrainStage(), options, workspace));
        }
    }

    /// <summary>Runs a program that references no tensors; what processors can do is switched off by the runtime's own switches.</summary>
    private static async Task<string[]> RunWithoutTorchAsync(GrlmWorkspace workspace, string history, string[] switchedOff)
    {
        var program = typeof(LanguageModelStageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "ProgramWithoutTorch").Value!;
        var start = new ProcessStartInfo("dotnet",
            [program, workspace.Root, history])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in switchedOff)
        {
            start.Environment[name] = "0";
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static LanguageModelLoader Loader() => new(threads: 2);

    private static (Dataset Dataset, TermLibrary Library) Read(GrlmWorkspace workspace)
    {
        var dataset = DatasetReader.Read(workspace);
        return (dataset, TermLibraryReader.Read(workspace, dataset.Catalog));
    }

    private static IEnumerable<(string, double)> TermIdsOf(GrlmWorkspace workspace)
    {
        var (dataset, library) = Read(workspace);
        using var models = Loader().Load(workspace, dataset.Catalog, library, RecommendationSource.Generator, GenerationMode.Constrained);
        return [.. models.Generator!.Generate([new GenerationRequest([7, 1], GenerationRequest.NothingExcluded)],
            10)[0].Select(one => (one.TermId.ToString(), one.LogProbability))];
    }

    private static IEnumerable<string?> FilesOf(GrlmWorkspace workspace)
        => Directory.GetFileSystemEntries(workspace.PathOf(ArtifactNames.Model)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => Path.GetFileName(file) != ArtifactNames.Manifest))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
