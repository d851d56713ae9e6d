namespace Grlm.Torch.Tests;

public sealed class EnsembleProgressTests
{
    private readonly List<StageProgress> _told = [];

    [Fact]
    public void Report_TellsOfTheFirstModelThatIsNotDone()
    {
        var progress = new EnsembleProgress(new Listener(_told), "models", 2);
        var (first, second) = (progress.Of(0), progress.Of(1));
        second.Report(new StageProgress("epoch 1 of 8", 5, 100, "histories"));
        first.Report(new StageProgress("epoch 1 of 8", 7, 100, "histories"));
        second.Report(new StageProgress("epoch 1 of 8", 20, 100, "histories"));
        progress.Done(0);
        second.Report(new StageProgress("epoch 2 of 8", 30, 100, "histories"));

        Assert.Equal(
            [("models 2 of 2, epoch 1 of 8", 5), ("models 1 of 2, epoch 1 of 8", 7), ("models 1 of 2, epoch 1 of 8", 7),
                ("models 2 of 2, epoch 2 of 8", 30)],
            _told.Select(value => (value.Activity, value.Completed)));
    }

    private sealed class Listener(List<StageProgress> told) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => told.Add(value);
    }
}
