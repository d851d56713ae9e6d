using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Runs that end within an epoch, of every training that there is.</summary>
[Collection(typeof(TorchCollection))]
public sealed class WithinEpochTests : IDisposable
{
    private static readonly RankOptions _rank = new()
    {
        Epochs = 2,
        BatchSize = 4,
        WarmupSteps = 4,
        Dropout = 0.3,
        ItemDropout = 0.2,
        LearningRate = 0.01
    };
    private static readonly CompactTrainingOptions _train = new() { Epochs = 2, BatchSize = 8, LearningRate = 0.01 };
    private static readonly PreferenceOptions _preference = new()
    {
        PreferenceEpochs = 2,
        PreferenceHistories = 2,
        GroupSize = 4,
        BatchSize = 4,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TinyShop _shop = new(textWidth: 5, withoutTermId: 7);
    private readonly StepClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ranker")]
    [InlineData("generator")]
    [InlineData("preference")]
    public void Run_AskedToStopAtAnyStep_GoesOnWithTheNextOne(string training)
    {
        using var counted = new ProgressProbe();
        var expected = Train(training, "whole", counted);
        Assert.InRange(counted.Reports, 12, 200);
        for (var report = 1; report < counted.Reports; report += 5)
        {
            var run = $"at-{report}";
            using (var stopping = new ProgressProbe(number => number == report))
            {
                Assert.ThrowsAny<OperationCanceledException>(() => Train(training, run, stopping));
            }

            using var rest = new ProgressProbe();
            Assert.Equal(expected, Train(training, run, rest));
            Assert.InRange(rest.Reports, counted.Reports - report,
                counted.Reports - report + 1); // a measurement is made anew, a step is not
        }
    }

    [Theory]
    [InlineData("ranker")]
    [InlineData("generator")]
    [InlineData("preference")]
    public void Run_KilledWithinAnEpoch_GoesOnFromTheStateOfFiveMinutesBefore(string training)
    {
        var expected = Train(training, "whole", new ProgressProbe());
        using var minutes = new ProgressProbe(_ =>
        {
            _clock.Advance(TimeSpan.FromMinutes(2));
            return false;
        });
        Assert.Throws<KilledException>(() => Train(training, "killed", new Both(minutes, new Killer(6))));

        // A measurement, then steps: the fourth is over more than five minutes after the state before the first; the fifth saves none.
        Assert.Equal(["checkpoint-0-4.safetensors"], Directory.GetFiles(_folder.PathOf("killed"), "*checkpoint-*").Select(NameOf));
        Assert.Equal(expected, Train(training, "killed", new ProgressProbe()));

        static string NameOf(string path) => Path.GetFileName(path).Replace("preference-", "", StringComparison.Ordinal);
    }

    private string Train(string training, string run, IProgress<StageProgress> progress)
    {
        using var scope = NewDisposeScope();
        var teacher = _shop.CreateRanker();
        var encoder = new TorchRanker(teacher);
        var inference = RankerArtifact.Snapshot(teacher, _shop.Library);
        switch (training)
        {
            case "ranker":
                using (var model = new RankerModel(TinyShop.Shape, MemberKind.Full, _shop.Inputs, CPU))
                using (var trainer = new RankTrainer(_rank, model, _shop.Library, _shop.Split))
                {
                    return Run(trainer, TrainingCheckpoint.TrainingLog);
                }

            case "generator":
                using (var model = GeneratorArtifact.Create(encoder.UnitItems, _shop.Library))
                using (var items = ItemSamples.Internalization(encoder, _shop.Library))
                using (var trainer = new GeneratorTrainer(_train, model, encoder, inference, _shop.Library, _shop.Split, [items]))
                {
                    return Run(trainer, TrainingCheckpoint.TrainingLog);
                }

            default:
                using (var model = _shop.CreateGenerator(encoder))
                using (var trainer = new PreferenceTrainer(_preference, model, encoder, inference, _shop.Library,
                    _shop.Split))
                {
                    return Run(trainer, TrainingCheckpoint.PreferenceLog);
                }
        }

        string Run(ITrainable trainer, string log)
        {
            var report = new TrainingLoop(epochs: 2, patience: 5, log) { Clock = _clock }.Run(
                trainer, _folder.PathOf(run), () => { }, progress, progress is ProgressProbe probe ? probe.Token : CancellationToken.None);
            return $"{report}\n{File.ReadAllText(_folder.PathOf($"{run}/{log}"))}\n{string.Join(' ', trainer.Parameters.Values.ToBits())}";
        }
    }

    private sealed class Both(IProgress<StageProgress> first, IProgress<StageProgress> second) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            first.Report(value);
            second.Report(value);
        }
    }
}
