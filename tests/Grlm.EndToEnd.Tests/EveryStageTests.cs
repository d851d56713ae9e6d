using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.Json;
using Grlm.Cli;
using Grlm.Import;
using Grlm.Torch;

namespace Grlm.EndToEnd.Tests;

/// <summary>Every stage of the product, run by the library's runner on a catalogue of sixteen items.</summary>
public sealed class EveryStageTests(EveryStageTests.MadeWorkspace made) : IClassFixture<EveryStageTests.MadeWorkspace>
{
    public static TheoryData<string> Stages => [.. new Product().Stages.Select(stage => stage.Section.Name)];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task RunAsync_LosesNoArtifactOfAnotherStageOrOfOtherOptions(string stage)
    {
        var before = made.Artifacts();
        foreach (var planned in made.Plans[stage].Concat(made.Plans[stage]))
        {
            await made.RunAsync(planned, force: true);
        }

        Assert.Equal(before.Order(StringComparer.Ordinal), made.Artifacts().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheStageOfAnArtifact_IsTheOneThatMakesIt()
        => Assert.All(new Product().Stages, stage => Assert.Equal(stage.Section.Name, ArtifactNames.StageOf(stage.Artifact)));

    [Fact]
    public void AnEvaluation_HasAFolderOfItsOwn_WhoeverRunsIt()
        => Assert.Equal(
            ["evaluation/filtered-bm25-test", "evaluation/filtered-popular-test", "evaluation/paper-popular-test"],
            made.Artifacts().Where(artifact => artifact.StartsWith("evaluation/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    public sealed class MadeWorkspace : IAsyncLifetime
    {
        private const int Items = 16, Users = 24, Length = 8;

        private readonly TemporaryFolder _folder = new();

        // The native libraries lie beside the program, which these tests don't start.
        static MadeWorkspace() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            Directory.EnumerateFiles(Path.GetDirectoryName(CommandProcess.Metadata("CommandAssembly"))!,
                $"*{name}*", SearchOption.AllDirectories)
                .Where(
                    file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal)
                        || Path.GetFileName(file).StartsWith($"lib{name}.", StringComparison.Ordinal))
                .Select(file => NativeLibrary.TryLoad(file, out var handle) ? handle : 0)
                .FirstOrDefault(handle => handle != 0);

        internal IReadOnlyDictionary<string, IReadOnlyList<PlannedStage>> Plans { get; private set; } =
            new Dictionary<string, IReadOnlyList<PlannedStage>>();

        private GrlmWorkspace Workspace => new(Path.Combine(_folder.Path, "made"));

        public async ValueTask InitializeAsync()
        {
            Plans = MakePlans();
            Assert.Equal(Stages.Select(row => row.Data), Plans.Keys); // a new stage of the list is to be planned here
            foreach (var planned in Plans.Values.SelectMany(plans => plans))
            {
                await RunAsync(planned, force: false);
            }
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        internal Task<IStageOutcome> RunAsync(PlannedStage planned, bool force)
            => new StageRunner().RunAsync(planned, Workspace, new Progress<StageProgress>(), force, TestContext.Current.CancellationToken);

        /// <summary>The folders that have a manifest.</summary>
        internal IReadOnlyList<string> Artifacts()
            => [.. Directory.EnumerateFiles(Workspace.Root, "manifest.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Workspace.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))];

        private Dictionary<string, IReadOnlyList<PlannedStage>> MakePlans()
        {
            var items = _folder.Write("items.jsonl", string.Join('\n', Enumerable.Range(0, Items).Select(item =>
                $$"""{"item_id": "{{item}}", "title": "Thing {{item}} of kind {{item % 4}}", "categories": [["Kind {{item % 4}}"]]}""")));
            var interactions = _folder.Write("sequences.txt", string.Join('\n', Enumerable.Range(0, Users).Select(user =>
                $"{user} {string.Join(' ', Enumerable.Range(0, Length).Select(step => (user + (step * 3)) % Items))}")));
            var tiny = new RankOptions { Epochs = 1, Width = 16, Heads = 1, Blocks = 1, Threads = 1 };
            return new Dictionary<string, IReadOnlyList<PlannedStage>>
            {
                ["import"] = [PlannedStage.Of(new ImportStage(), new ImportOptions { Items = items, Interactions = interactions })],
                ["embed"] = [PlannedStage.Of(new EmbedStage(), new EmbedOptions { Neighbors = 4 })],
                ["terms"] = [PlannedStage.Of(new TermsStage(), new TermsOptions())],
                ["rank"] = [PlannedStage.Of(new RankStage(), tiny)],
                ["instruct"] = [PlannedStage.Of(new InstructStage(ConversationTokens.Load), new InstructOptions())],
                ["train"] = [PlannedStage.Of(new TrainStage(), new TrainOptions { Epochs = 1, Threads = 1 })],
                ["evaluate"] =
                [
                    Evaluation(new EvaluateOptions { Source = RecommendationSource.Popular }),
                    Evaluation(new EvaluateOptions { Source = RecommendationSource.Popular, Protocol = EvaluationProtocol.Paper }),
                    Evaluation(new EvaluateOptions { Source = RecommendationSource.Bm25 }),
                ],
                ["sweep"] =
                [
                    PlannedStage.Of(new SweepStage(TrainingTrials.Open), new SweepOptions
                    {
                        Minutes = 0.05,
                        Candidates = 1,
                        Threads = 1,
                        Base = JsonSerializer.SerializeToElement(tiny, WorkspaceJson.Options),
                        Space = new Dictionary<string, IReadOnlyList<JsonElement>>
                            { ["dropout"] = [JsonSerializer.SerializeToElement(0.1)] },
                    }),
                ],
            };

            static PlannedStage Evaluation(EvaluateOptions options)
                => PlannedStage.Of(new EvaluateStage(_ => new CompactModelLoader(1)), options);
        }
    }
}
