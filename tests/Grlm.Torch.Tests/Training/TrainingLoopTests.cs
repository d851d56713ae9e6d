using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TrainingLoopTests : IDisposable
{
    private static readonly RankOptions _options = new()
    {
        Epochs = 3,
        BatchSize = 8,
        WarmupSteps = 4,
        Dropout = 0.3,
        ItemDropout = 0.2,
        LearningRate = 0.01
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TinyShop _shop = new(textWidth: 5);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_InterruptedAtAnyStepEndsAsIfItHadNotBeen()
    {
        using var steps = new ProgressProbe();
        var expected = Train("whole", steps);
        Assert.True(steps.Reports > _options.Epochs * 2);
        for (var step = 1; step <= steps.Reports; step++)
        {
            Interrupt($"at-{step}", step);
            AssertSame(expected, Train($"at-{step}"));
        }
    }

    [Fact]
    public void Run_InterruptedAgainAndAgainEndsAsIfItHadNotBeen()
    {
        var expected = Train("whole");
        for (var step = 1; step < 30; step += 4)
        {
            Interrupt("often", step);
        }

        AssertSame(expected, Train("often"));
    }

    [Fact]
    public void Run_KilledBetweenStateAndLogGoesOnFromTheLoggedEpoch()
    {
        var expected = Train("whole");
        InterruptAfterFirstEpoch("killed");
        File.WriteAllText(_folder.PathOf("killed/checkpoint-2.safetensors"), "a state that no log names");
        File.WriteAllText(_folder.PathOf("killed/checkpoint-3.safetensors.tmp"), "half a state");
        File.WriteAllText(_folder.PathOf("killed/training.jsonl.tmp"), "half a log");

        AssertSame(expected, Train("killed"));
        Assert.Equal(["training.jsonl"], FilesOf("killed"));
    }

    [Fact]
    public void Run_KilledAfterItsLastStateWasDeletedStartsOver()
    {
        var expected = Train("killed");
        Assert.Equal(["training.jsonl"], FilesOf("killed"));
        AssertSame(expected, Train("killed"));
    }

    [Theory]
    [InlineData("training.jsonl", "{\"epoch\":")]
    [InlineData("training.jsonl", "null")]
    [InlineData("checkpoint-1-1.safetensors", "no tensors")]
    public void Run_SaysHowToGoOnWhereTheCheckpointIsDamaged(string file, string content)
    {
        InterruptAfterFirstEpoch("damaged");
        Assert.True(File.Exists(_folder.PathOf($"damaged/{file}")));
        File.WriteAllText(_folder.PathOf($"damaged/{file}"), content);

        Assert.Contains("option 'force'", Assert.Throws<InvalidInputException>(() => Train("damaged")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StopsEarlyAndKeepsTheBestEpoch()
    {
        using var training = new ScriptedTraining(0.1, 0.2, 0.5, 0.4, 0.5, 0.9);
        var report = new TrainingLoop(epochs: 5, patience: 2).Run(training, _folder.Root, () => { }, new ProgressProbe(),
            CancellationToken.None);

        Assert.Equal(new TrainingReport(Parameters: 1, Epochs: 4, BestEpoch: 2, Steps: 40, 0.5, 0.25), report); // the first among equals
        Assert.Equal([2f], training.Parameters.Values.ToArray());
        Assert.Equal(5, File.ReadAllLines(_folder.PathOf("training.jsonl")).Length);
    }

    [Fact]
    public void Run_SavesTheBestValuesWhileTheLastCheckpointIsStillThere()
    {
        using var training = new ScriptedTraining(0.1, 0.5, 0.2);
        var saved = 0f;
        var checkpoints = 0;
        new TrainingLoop(epochs: 2, patience: 5).Run(training, _folder.Root, Save, new ProgressProbe(), CancellationToken.None);

        Assert.Equal((1f, 1), (saved, checkpoints));
        Assert.Empty(Directory.GetFiles(_folder.Root, "checkpoint-*"));

        void Save() => (saved, checkpoints) = (training.Parameters.Values.ToArray()[0],
            Directory.GetFiles(_folder.Root, "checkpoint-*").Length);
    }

    [Fact]
    public void Run_KeepsTheInitialValuesWhereTrainingOnlyHurts()
    {
        using var training = new ScriptedTraining(0.3, 0.2, 0.1);
        var report = new TrainingLoop(epochs: 2, patience: 5).Run(training, _folder.Root, () => { }, new ProgressProbe(),
            CancellationToken.None);

        Assert.Equal(new TrainingReport(1, 2, BestEpoch: 0, 20, 0.3, 0.15), report);
        Assert.Equal([0f], training.Parameters.Values.ToArray());
    }

    [Fact]
    public void Run_WithAnotherSeedEndsElsewhere()
        => Assert.NotEqual(Train("one").Values, Train("other", options: _options with { Seed = 43 }).Values);

    private static void AssertSame((TrainingReport Report, int[] Values) expected, (TrainingReport Report, int[] Values) actual)
    {
        Assert.Equal(expected.Report, actual.Report);
        Assert.Equal(expected.Values, actual.Values);
    }

    private string?[] FilesOf(string run)
        => [.. Directory.GetFiles(_folder.PathOf(run)).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private (TrainingReport Report, int[] Values) Train(string run, ProgressProbe? progress = null, RankOptions? options = null)
    {
        options ??= _options;
        progress ??= new ProgressProbe();
        using var model = new RankerModel(TinyShop.Shape, MemberKind.Full, _shop.Inputs, CPU);
        using var trainer = new RankTrainer(options, model, _shop.Library, _shop.Split);
        var report = new TrainingLoop(options.Epochs, patience: 10).Run(trainer, _folder.PathOf(run), () => { }, progress, progress.Token);
        return (report, model.Parameters.Values.ToBits());
    }

    /// <summary>Cancels at a report; one of the last may come too late to stop anything.</summary>
    private void Interrupt(string run, int step)
    {
        using var probe = new ProgressProbe(report => report == step);
        try
        {
            Train(run, probe);
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(step, probe.Reports);
        }
    }

    private void InterruptAfterFirstEpoch(string run)
    {
        using var probe = new ProgressProbe(_ => File.Exists(_folder.PathOf($"{run}/checkpoint-1.safetensors")));
        Assert.ThrowsAny<OperationCanceledException>(() => Train(run, probe));
    }
}
