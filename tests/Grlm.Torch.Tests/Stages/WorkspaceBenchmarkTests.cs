namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class WorkspaceBenchmarkTests(SampleWorkspaces workspaces) : IClassFixture<SampleWorkspaces>
{
    [Fact]
    public async Task Run_MeasuresWhatTheWorkspaceRecommendsWith_AndKeepsItsMemory()
    {
        var workspace = workspaces.Copy();
        await SampleWorkspaces.RunAsync(new RankStage(), new RankOptions { Width = 32, Epochs = 1, Threads = 2 }, workspace);
        await SampleWorkspaces.RunAsync(new TrainStage(), new TrainOptions { Epochs = 1, Threads = 2 }, workspace);
        var options = new BenchOptions { Requests = 1_000, HistoryLength = 5, Threads = 2 };

        var report = new WorkspaceBenchmark(threads => new CompactModelLoader(threads))
            .Run(options, workspace, new ProgressProbe(), TestContext.Current.CancellationToken);

        Assert.Equal(("fused", 424, 1_000, 5, 20, 2),
            (report.Source, report.Items, report.Requests, report.HistoryLength, report.Beams, report.Threads));
        Assert.InRange(report.OneRequest.Median, 0, report.OneRequest.P90);
        Assert.InRange(report.OneRequest.P99, report.OneRequest.P90, report.OneRequest.Longest);
        Assert.True(
            report is { UsersPerSecond: > 0, DirectPerSecond: > 0, StructuralPerSecond: > 0, ModelBytes: > 0, LoadMilliseconds: > 0 });
        Assert.InRange(report.HeapGrowthBytes, long.MinValue,
            1 << 20); // 2,000 requests later: nothing but what the runtime keeps of its own
        Assert.InRange(report.AllocatedBytesPerRequest, 0, 32 * 1024); // the answer and its parts, not a forward pass
    }
}
