using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TrainingTrialsTests(SampleWorkspaces workspaces) : IClassFixture<SampleWorkspaces>
{
    private static readonly RankOptions _rank = new()
    {
        Width = 16,
        MaximumHistory = 10,
        Epochs = 1,
        BatchSize = 64,
        WarmupSteps = 5,
        Threads = 2
    };

    [Fact]
    public async Task ATrial_GivesTheFiguresOfTheStage()
    {
        var workspace = workspaces.Copy();
        var expected = await SampleWorkspaces.RunAsync(new RankStage(), _rank, workspace);
        var trials = TrainingTrials.Open(new SweepOptions { Threads = 2 }, workspace);
        var options = trials.Complete(JsonSerializer.SerializeToNode(_rank, WorkspaceJson.Options)!.AsObject());
        var figures = await trials.RunAsync(options, Path.Combine(workspace.Root, "trial"), new ProgressProbe(),
            TestContext.Current.CancellationToken);
        Assert.Equal((expected.ValidationRecallAt10, expected.ValidationNdcgAt10), figures);
    }

    [Fact]
    public async Task ATrial_DoesNotDependOnTestTargets()
    {
        // The last item of every history becomes another one: the trial can't tell.
        var (one, other) = (workspaces.Copy(),
            await workspaces.ImportChangedAsync(sequence => sequence.Length < 4 ? sequence : [.. sequence[..^1], sequence[1]]));
        Assert.Equal(await FiguresOf(one), await FiguresOf(other));

        static async Task<(double, double)> FiguresOf(GrlmWorkspace workspace)
        {
            var trials = TrainingTrials.Open(new SweepOptions { Threads = 2 }, workspace);
            var options = trials.Complete(JsonSerializer.SerializeToNode(_rank, WorkspaceJson.Options)!.AsObject());
            return await trials.RunAsync(options, Path.Combine(workspace.Root, "trial"), new ProgressProbe(),
                TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task TheSpaceOfEachStage_HoldsOptionsThatItTakes()
    {
        var workspace = workspaces.Copy();
        await SampleWorkspaces.RunAsync(new RankStage(), _rank, workspace);
        foreach (var stage in Enum.GetValues<SweptStage>())
        {
            var trials = TrainingTrials.Open(new SweepOptions { Stage = stage }, workspace);
            var random = new Random(1);
            for (var draw = 0; draw < 50; draw++)
            {
                var drawn = SearchSpace.Parse(trials.Space).Draw(random, trials.Complete([]));
                Assert.True(JsonNode.DeepEquals(drawn, trials.Complete(drawn)));
            }
        }
    }

    [Theory]
    [InlineData("""{ "widht": 64 }""", "widht")]
    [InlineData("""{ "width": "wide" }""", "width")]
    [InlineData("""{ "width": -1 }""", "width")]
    public void Complete_RefusesOptionsThatTheStageDoesNotTake(string options, string name)
    {
        var trials = TrainingTrials.Open(new SweepOptions(), workspaces.Copy());
        var error = Assert.Throws<InvalidOptionsException>(() => trials.Complete(JsonNode.Parse(options)!.AsObject()));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
