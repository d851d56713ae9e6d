using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TuningRunTests : IDisposable
{
    private static readonly TuningOptions _options = new()
    {
        Epochs = 3,
        LearningRate = 0.01,
        MicroBatchTokens = 32,
        MaximumLength = 16,
        Accumulation = 2,
        EvaluateEvery = 3,
        SaveEvery = 4,
        LoraDropout = 0.2,
    };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();
    private readonly TuningSample[] _training = TinyLanguageModel.Samples(20);
    private readonly TuningSample[] _validation = TinyLanguageModel.Samples(6, seed: 9);

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_LowersTheValidationLossAndKeepsTheBestValues(bool full)
    {
        var outcome = Tune("run", _options with { Full = full, Epochs = 10 });
        var report = outcome.Report;
        Assert.True(report.ValidationLoss < 0.9 * report.ValidationLossBefore, report.ToString());
        Assert.Equal(10, report.Epochs);
        Assert.Equal(10 * _training.Sum(sample => sample.Length), report.Tokens);
        var measured = Lines("run").Where(line => line.Contains("validationLoss", StringComparison.Ordinal)).ToArray();
        Assert.Equal(measured.Min(ValidationLoss), report.ValidationLoss);
        Assert.Equal(report.ValidationLoss!.Value, LossOf(outcome, full), 1e-6);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Run_InterruptedAnywhereEndsAsIfItHadNotBeen(bool full, bool killed)
    {
        var options = _options with { Full = full };
        using var reports = new ProgressProbe();
        var expected = Tune("whole", options, reports);
        Assert.True(reports.Reports > 20);
        for (var report = 1; report <= reports.Reports; report += 7)
        {
            Interrupt($"at-{report}", options, report, killed);
            AssertSame(expected, Tune($"at-{report}", options), $"at-{report}");
        }
    }

    [Fact]
    public void Run_InterruptedAgainAndAgainEndsAsIfItHadNotBeen()
    {
        var expected = Tune("whole", _options);
        for (var round = 0; round < 4; round++)
        {
            Interrupt("often", _options, report: 8, killed: round % 2 == 1);
        }

        AssertSame(expected, Tune("often", _options), "often");
    }

    [Fact]
    public void Run_IgnoresHalfALineAndHalfAStateThatAKillLeft()
    {
        var expected = Tune("whole", _options);
        Interrupt("killed", _options, 15, killed: true);
        File.AppendAllText(_folder.PathOf("killed/training.jsonl"), "{\"step\":8,\"lo");
        File.WriteAllText(_folder.PathOf("killed/state-8.safetensors.tmp"), "half a state");

        AssertSame(expected, Tune("killed", _options), "killed");
    }

    [Fact]
    public void Run_SavesAStateEveryFiveMinutes_HoweverManyStepsThatIs()
    {
        var options = _options with { Full = true, Accumulation = 1, SaveEvery = 0, EvaluateEvery = 1_000 };
        var clock = new StepClock();
        using var network = TinyLanguageModel.Create(trainable: true);
        using var run = new TuningRun(network, null, new FixedSamples(_training), [], options, _folder.PathOf("timed")) { Clock = clock };
        List<string?> states = [];
        using var probe = new ProgressProbe(_ =>
        {
            states.Add(Directory.GetFiles(_folder.PathOf("timed"), "state-*").Select(Path.GetFileName).SingleOrDefault());
            clock.Advance(TimeSpan.FromMinutes(2));
            return false;
        });

        // Each report is told within a step, of a micro-batch: the state after step 3 is saved before step 4, and so on.
        run.Run(probe, CancellationToken.None);
        Assert.Equal(
            [null, null, null, "state-3.safetensors", "state-3.safetensors", "state-3.safetensors", "state-6.safetensors",
                "state-6.safetensors"], states.Take(8));
    }

    [Theory]
    [InlineData("training.jsonl", "{\"step\":0}\n")]
    [InlineData("state-4.safetensors", "no tensors")]
    public void Run_SaysHowToGoOnWhereWhatIsLeftIsDamaged(string file, string content)
    {
        Interrupt("damaged", _options, 15, killed: true);
        Assert.True(File.Exists(_folder.PathOf($"damaged/{file}")));
        File.WriteAllText(_folder.PathOf($"damaged/{file}"), content);

        Assert.Contains("option 'force'", Assert.Throws<InvalidInputException>(() => Tune("damaged", _options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StopsEarlyWhereTheValidationLossNoLongerFalls()
    {
        var options = _options with
        {
            Epochs = 100,
            LearningRate = 0.2,
            Decay = LearningRateDecay.Constant,
            EvaluateEvery = 1,
            Patience = 3
        };
        var report = Tune("early", options).Report;
        Assert.Equal(report.Steps, report.BestStep + 3);
        Assert.True(report.Epochs < 100);
    }

    [Fact]
    public void Run_StopsWhereTheLossIsNoNumberAndKeepsTheLastState()
    {
        var options = _options with { Full = true, LearningRate = 1, ClipNorm = 1e6, Accumulation = 1, SaveEvery = 1 };
        using var network = TinyLanguageModel.Create(trainable: true);
        using var run = new TuningRun(network, null, new FixedSamples(_training), [], options, _folder.PathOf("nan"));
        using var probe = new ProgressProbe(report =>
        {
            if (report == 5)
            {
                network.Weights.Parameters.InitializeConstant(LanguageModelTensors.FinalNorm, double.NaN);
            }

            return false;
        });

        var message = Assert.Throws<InvalidInputException>(() => run.Run(probe, CancellationToken.None)).Message;
        Assert.Contains("NaN", message, StringComparison.Ordinal);
        Assert.Contains("Step 6", message, StringComparison.Ordinal);
        Assert.Contains("after step 5", message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf("nan/state-5.safetensors")));
    }

    [Fact]
    public void Run_WithoutValidationSamplesKeepsTheLastValues()
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        using var run = new TuningRun(network, null, new FixedSamples(_training), [], _options with { Full = true, Steps = 5 },
            _folder.PathOf("plain"));
        var report = run.Run(new ProgressProbe(), CancellationToken.None);
        Assert.Equal((5, 5, null), (report.Steps, report.BestStep, report.ValidationLoss));
        Assert.Equal(5, Lines("plain").Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_HoldsNoMoreTensorsAndMemoryAfterAThousandSteps(bool checkpointed)
    {
        using var network = TinyLanguageModel.Create(trainable: false);
        using var adapters = TinyLanguageModel.Adapters(dropout: 0.1);
        var options = _options with { Steps = 1_000, EvaluateEvery = 100, SaveEvery = 500, GradientCheckpointing = checkpointed };
        using var run = new TuningRun(network, adapters, new FixedSamples(_training), _validation, options, _folder.PathOf("leak"));
        var (tensorsBefore, tensorsAfter) = (0L, 0L);
        var (memoryBefore, memoryAfter) = (0L, 0L);
        using var probe = new ProgressProbe(report =>
        {
            (tensorsBefore, memoryBefore) = report == 300 ? (LiveTensors.Count(), Environment.WorkingSet) : (tensorsBefore, memoryBefore);
            (tensorsAfter, memoryAfter) = (LiveTensors.Count(), Environment.WorkingSet);
            return false;
        });

        run.Run(probe, CancellationToken.None);

        Assert.Equal(1_000, Lines("leak").Count(line => line.Contains("gradientNorm", StringComparison.Ordinal)));
        Assert.InRange(tensorsAfter, 0, tensorsBefore);
        Assert.InRange(memoryAfter - memoryBefore, long.MinValue, 64 << 20);
    }

    private static double ValidationLoss(string line)
        => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("validationLoss").GetDouble();

    private static void AssertSame(Outcome expected, Outcome actual, string folder)
    {
        Assert.Equal(expected.Log, actual.Log);
        Assert.True(expected.Values.AsSpan().SequenceEqual(actual.Values), folder);
        Assert.Equal(expected.Report, actual.Report);
    }

    private Outcome Tune(string folder, TuningOptions options, IProgress<StageProgress>? progress = null)
    {
        using var network = TinyLanguageModel.Create(options.Full);
        using var adapters = options.Full ? null : TinyLanguageModel.Adapters(options.LoraDropout, fresh: true);
        using var run = new TuningRun(network, adapters, new FixedSamples(_training), _validation, options, _folder.PathOf(folder));
        var report = run.Run(progress ?? new ProgressProbe(), progress is ProgressProbe probe ? probe.Token : CancellationToken.None);
        return new Outcome(report, run.Parameters.Values.ToBits(), File.ReadAllText(_folder.PathOf($"{folder}/training.jsonl")));
    }

    private void Interrupt(string folder, TuningOptions options, int report, bool killed)
    {
        if (killed)
        {
            Assert.Throws<KilledException>(() => Tune(folder, options, new Killer(report)));
            return;
        }

        using var probe = new ProgressProbe(stopsAt: number => number == report);
        try
        {
            Tune(folder, options, probe);
        }
        catch (OperationCanceledException)
        {
            // An interrupt at the very last report comes too late.
        }
    }

    private double LossOf(Outcome outcome, bool full)
    {
        using var network = TinyLanguageModel.Create(full);
        using var adapters = full ? null : TinyLanguageModel.Adapters(fresh: true);
        using var values = tensor(Array.ConvertAll(outcome.Values, BitConverter.Int32BitsToSingle));
        (adapters?.Parameters ?? network.Weights.Parameters).Load(values);
        network.Adapters = adapters?.Pairs(training: false);
        var batch = GoldenTuning.Padded(_validation);
        return new TuningPass(network, checkpointed: false).Measure(batch) / batch.Targets.Length;
    }

    private string[] Lines(string folder) => File.ReadAllLines(_folder.PathOf($"{folder}/training.jsonl"));

    private sealed record Outcome(TuningReport Report, int[] Values, string Log);
}
