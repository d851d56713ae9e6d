using System.Text.Json;

namespace Grlm.Torch.Tests;

public sealed class TrainOptionsTests
{
    private static readonly TrainOptions _paper = TrainOptions.OfPaper with { Base = "MODEL" };

    /// <summary>
    /// What the options of a stage come to is part of every manifest: with other text every trained model would be trained anew.
    /// </summary>
    [Fact]
    public void Fingerprint_IsThatOfWorkspacesThatThereAre() => Assert.Equal(
        """
        {"accumulation":1,"batchSamples":0,"batchSize":64,"damagedShare":0,"device":"auto","epochs":0,"evaluateEvery":0,"full":true,
        "gradientCheckpointing":false,"groupSize":20,"keep":"loss","klWeight":0.05,"learningRate":0,"loraAlpha":32,"loraRank":16,
        "maximumLength":1024,"microBatchTokens":2048,"patience":3,"precision":"auto","preference":false,"preferenceEpochs":12,
        "preferenceHistories":1,"preferenceLearningRate":0.0001,"rankPenalty":0.5,"seed":42,"steps":0,"tasks":["behavior"],
        "teacher":false,"termIdLoss":false,"validationBeams":10,"validationUsers":200,"vocabularyShare":0.05,"warmupShare":0.03,
        "weightDecay":0.01}
        """.ReplaceLineEndings(""),
        WorkspaceJson.Canonical(
            new TrainOptions
            {
                Base = "MODEL",
                Tasks = [InstructionTask.Behavior],
                Compact = new() { BatchSize = 64 },
                Tuning = new() { Full = true, SaveEvery = 3 },
                Threads = 2,
            }));

    [Fact]
    public void Fingerprint_HasWhatWasAddedLater_WhereItIsNotTheDefault()
        => Assert.Contains("\"clipNorm\":2", WorkspaceJson.Canonical(new TrainOptions { Tuning = new() { ClipNorm = 2 } }),
            StringComparison.Ordinal);

    [Fact]
    public void Options_StandSideBySideInJson_WhicheverTrainerTheyAreOf()
    {
        var options = JsonSerializer.Deserialize<TrainOptions>(
            """{ "epochs": 4, "batchSize": 64, "groupSize": 5, "loraRank": 8, "teacher": true }""", WorkspaceJson.Options)!;
        Assert.Equal(
            (4, 64, 5, 8, true),
            (options.OfCompact.Epochs, options.OfCompact.BatchSize, options.OfPreference.GroupSize, options.OfTuning(0).LoraRank,
                options.TermIds.Teacher));
        Assert.Equal(512, new TrainOptions().Compact.BatchSize);
    }

    [Theory]
    [InlineData("""{ "batchSize": 0 }""", "'batchSize' takes 1 to")]
    [InlineData("""{ "base": "MODEL", "loraRank": 0 }""", "'loraRank' takes 1 to")]
    [InlineData("""{ "device": "cuda:0" }""", "'device' is for language models")]
    [InlineData("""{ "full": true }""", "'full' is for language models")]
    [InlineData("""{ "termIdLoss": true }""", "'termIdLoss' is for language models")]
    [InlineData("""{ "base": "MODEL", "preference": true }""", "'preference' is for the compact generator")]
    [InlineData("""{ "base": "MODEL", "teacher": true }""", "'teacher' says how term IDs are to be chosen")]
    [InlineData("""{ "base": "MODEL", "loraTargets": "," }""", "'loraTargets' names no layer")]
    public void Validate_RefusesWhatATrainerCannotDo(string json, string problem)
    {
        var options = JsonSerializer.Deserialize<TrainOptions>(json, WorkspaceJson.Options)!;
        Assert.Contains(problem, Assert.Throws<InvalidOptionsException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfPaper_IsValid_WithAModel() => _paper.Validate();

    [Fact]
    public void Validate_RefusesThePapersSettings_WithoutALanguageModel()
        => Assert.Contains("'base'", Assert.Throws<InvalidOptionsException>(TrainOptions.OfPaper.Validate).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Validate_RefusesAdaptersBesideFullTuning()
        => Assert.Contains(
            "'full'",
            Assert.Throws<InvalidOptionsException>((_paper with { Tuning = _paper.Tuning with { LoraRank = 8 } }).Validate).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Validate_RefusesTwoSizesOfAStep()
        => Assert.Contains(
            "'batchSamples'",
            Assert.Throws<InvalidOptionsException>((_paper with { Tuning = _paper.Tuning with { Accumulation = 4 } }).Validate).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(128, 320.0, 20)] // 40,960 tokens in micro-batches of 2,048
    [InlineData(128, 20.0, 1)]
    [InlineData(1, 2_000.0, 1)]
    [InlineData(0, 320.0, 5)]
    public void AccumulationFor_ComesAsNearToTheSamplesAsWholeMicroBatchesCan(int samples, double meanTokens, int microBatches)
        => Assert.Equal(
            microBatches, new TrainOptions { BatchSamples = samples, Tuning = new() { Accumulation = 5 } }.AccumulationFor(meanTokens));

    [Theory]
    [InlineData(600_000_000L, 2e-4)]
    [InlineData(1_700_000_000L, 2e-4)]
    [InlineData(4_000_000_000L, 1e-4)]
    [InlineData(8_000_000_000L, 7e-5)]
    [InlineData(14_000_000_000L, 5e-5)]
    public void OfTuning_TakesThePapersRateForTheSize(long parameters, double rate)
    {
        var tuning = _paper.OfTuning(parameters);
        Assert.Equal((rate, 3, 0.0, 2_048), (tuning.PeakLearningRate, tuning.Epochs, tuning.WarmupShare, tuning.MaximumLength));
    }
}
