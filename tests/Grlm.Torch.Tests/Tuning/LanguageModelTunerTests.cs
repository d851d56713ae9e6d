using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>From a folder with a model and a file of samples to a folder with the result.</summary>
[Collection(typeof(TorchCollection))]
public sealed class LanguageModelTunerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly ModelTuneOptions _options;

    public LanguageModelTunerTests()
    {
        _model = _folder.PathOf("model");
        MakeModel();
        File.WriteAllLines(_folder.PathOf("samples.jsonl"), Enumerable.Range(0, 16).Select(number => JsonSerializer.Serialize(new
        {
            prompt = $"item {number}:",
            completion = number % 2 == 0 ? " even" : " odd",
        })));
        _options = new ModelTuneOptions
        {
            Samples = _folder.PathOf("samples.jsonl"),
            Out = _folder.PathOf("out"),
            ValidationShare = 0.25,
            Epochs = 4,
            LearningRate = 0.01,
            Tuning = new()
            {
                MicroBatchTokens = 64,
                MaximumLength = 32,
                LoraRank = 4,
                LoraDropout = 0.1,
                Precision = Precision.Float32,
                Device = "cpu",
                SaveEvery = 3,
            },
            Threads = 1,
        };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tune_ByAdapters_WritesThemInPeftsLayoutWithTheLossCurve()
    {
        var report = await TuneAsync(_options);

        Assert.True(report.ValidationLoss < report.ValidationLossBefore, report.ToString());
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors", "training.jsonl", "training.svg", "tuning.json"],
            FilesOf(_options.Out));
        Assert.False(Directory.Exists(_options.Out + ".tuning"));
        Assert.Equal(report.ValidationLoss!.Value, LossOf(_model, _options.Out), 1e-6);
    }

    [Fact]
    public async Task Tune_WithMerge_WritesAModelThatNeedsNoAdapters()
    {
        var report = await TuneAsync(_options with { Merge = true });

        Assert.Equal(report.ValidationLoss!.Value, LossOf(_options.Out, adapters: null), 1e-5);
        Assert.Contains("tokenizer.json", FilesOf(_options.Out));
    }

    [Fact]
    public async Task Tune_InFull_WritesAModel()
    {
        var report = await TuneAsync(Full() with { LearningRate = 0.003 });

        Assert.True(report.ValidationLoss < report.ValidationLossBefore, report.ToString());
        Assert.Equal(report.ValidationLoss!.Value, LossOf(_options.Out, adapters: null), 1e-6);
    }

    [Fact]
    public async Task Tune_Again_ReturnsTheReportOfTheFinishedRunUnlessForced()
    {
        var first = await TuneAsync(_options);
        var written = File.GetLastWriteTimeUtc(Path.Combine(_options.Out, "tuning.json"));

        Assert.Equal(first, await TuneAsync(_options with { Threads = 2, Tuning = _options.Tuning with { SaveEvery = 50 } }));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_options.Out, "tuning.json")));
        var error = await Assert.ThrowsAsync<InvalidOptionsException>(() => TuneAsync(_options with { Seed = 7 }));
        Assert.Contains("option 'force'", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(first, await LanguageModelTuner.TuneAsync(_model, _options with { Seed = 7 }, force: true, progress: null, Token));
    }

    [Fact]
    public async Task Tune_Interrupted_GoesOnToTheSameBytes()
    {
        await TuneAsync(_options);
        var expected = ContentOf(_options.Out);
        var options = _options with { Out = _folder.PathOf("interrupted") };
        for (var round = 0; round < 3; round++)
        {
            using var probe = new ProgressProbe(stopsAt: number => number == 3);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => LanguageModelTuner.TuneAsync(_model, options, force: false, probe, probe.Token));
            Assert.False(Directory.Exists(options.Out));
        }

        var error = await Assert.ThrowsAsync<InvalidOptionsException>(
            () => TuneAsync(options with { Tuning = options.Tuning with { LoraRank = 2 } }));
        Assert.Contains("unfinished run", error.Message, StringComparison.Ordinal);
        await TuneAsync(options);
        Assert.Equal(expected, ContentOf(options.Out));
    }

    [Fact]
    public async Task Tune_RefusesAFolderThatHoldsSomethingElse()
    {
        Directory.CreateDirectory(_options.Out);
        File.WriteAllText(Path.Combine(_options.Out, "thesis.txt"), "years of work");

        var error = await Assert.ThrowsAsync<InvalidOptionsException>(() => TuneAsync(_options));
        Assert.Contains("not empty", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOptionsException>(
            () => LanguageModelTuner.TuneAsync(_model, _options, force: true, progress: null, Token));
        Assert.True(File.Exists(Path.Combine(_options.Out, "thesis.txt")));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("")]
    public async Task Tune_RefusesToReplaceWhatItReads(string folder)
    {
        var options = _options with { Out = _folder.PathOf(folder) };
        var error = await Assert.ThrowsAsync<InvalidOptionsException>(
            () => LanguageModelTuner.TuneAsync(_model, options, force: true, progress: null, Token));
        Assert.Contains("which the run reads", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, null, 0.0)]
    [InlineData(false, false, "v.jsonl", 0.1)]
    public async Task Tune_RefusesOptionsThatContradictOneAnother(bool full, bool merge, string? validation, double share)
    {
        var options = (full ? Full() : _options) with { Merge = merge, Validation = validation, ValidationShare = share };
        await Assert.ThrowsAsync<InvalidOptionsException>(() => TuneAsync(options));
    }

    [Fact]
    public async Task Tune_RefusesMicroBatchesThatHoldNoSampleOfFullLength()
        => await Assert.ThrowsAsync<InvalidOptionsException>(
            () => TuneAsync(_options with { Tuning = _options.Tuning with { MicroBatchTokens = 16 } }));

    [Fact]
    public async Task Tune_RefusesAdaptersBesideAllParameters()
        => Assert.Contains("'full'", (await Assert.ThrowsAsync<InvalidOptionsException>(
            () => TuneAsync(_options with { Tuning = _options.Tuning with { Full = true } }))).Message, StringComparison.Ordinal);

    /// <summary>Options of adapters go with adapters alone.</summary>
    private ModelTuneOptions Full()
        => _options with { Tuning = _options.Tuning with { Full = true, LoraRank = new TuningOptions().LoraRank } };

    private static string[] FilesOf(string folder)
        => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> ContentOf(string folder)
        => FilesOf(folder).ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, name))),
            StringComparer.Ordinal);

    private Task<TuningReport> TuneAsync(ModelTuneOptions options)
        => LanguageModelTuner.TuneAsync(_model, options, force: false, progress: null, Token);

    /// <summary>The loss of the samples that were held out, by a model and adapters as they are on disk.</summary>
    private double LossOf(string path, string? adapters)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageModel.Load(path, new LanguageModelOptions { Device = "cpu", Precision = Precision.Float32, Threads = 1 });
        using var pairs = adapters is null ? null : LoraAdapters.Load(adapters, model.Config, CPU);
        model.Network.Adapters = pairs?.Pairs(training: false);
        var file = new SampleFile(new SampleRenderer(model.Tokenizer, () => model.ChatTemplate), model.Config.VocabularySize,
            32, LongSamples.Refuse);
        var (_, validation) = SampleSplit.Draw(file.Read(_options.Samples, new ProgressProbe(), Token), _options.ValidationShare,
            _options.Seed);
        var batch = GoldenTuning.Padded(validation);
        return new TuningPass(model.Network, checkpointed: false).Measure(batch) / batch.Targets.Length;
    }

    /// <summary>A tiny model that has a real tokenizer.</summary>
    private void MakeModel()
    {
        var tokenizer = Path.GetDirectoryName(Repository.SharedFile("models/SmolLM2-135M-Instruct/tokenizer.json"))!;
        var config = LanguageModelConfig.Parse(
            TinyLanguageModel.Config.Source.ToJsonString().Replace("\"vocab_size\":32", "\"vocab_size\":49152", StringComparison.Ordinal),
            "config.json");
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        manual_seed(1);
        CheckpointWriter.Save(
            _model,
            config,
            [.. LanguageModelTensors.NamesAndShapes(config).Select(tensor => KeyValuePair.Create(
                tensor.Key, tensor.Value.Length == 1 ? ones(tensor.Value) : TensorMath.Scale(randn(tensor.Value), 0.2)))],
            StoredType.F32,
            GenerationDefaults.Of(config),
            tokenizer);
    }
}
