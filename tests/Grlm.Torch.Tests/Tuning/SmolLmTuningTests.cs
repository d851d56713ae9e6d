using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Tuning of a real model, on real term IDs.</summary>
[Collection(typeof(TorchCollection))]
public sealed class SmolLmTuningTests : IDisposable
{
    private const int TrainingSamples = 200;
    private const int ValidationSamples = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model = Path.GetDirectoryName(Repository.SharedFile("models/SmolLM2-135M-Instruct/model-q4_1.gguf"))!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_OfAdaptersGoAsTheReferences()
    {
        var folder = Path.GetDirectoryName(Repository.SharedFile("golden/smollm2/golden_smollm2.json"))!;
        var golden = GoldenModel.Json(folder, "golden_smollm2.json");
        var training = golden["lora_training"]!;
        using var scope = NewDisposeScope();
        using var model = LanguageModel.Load(_model,
            new LanguageModelOptions { Device = "cpu", Precision = Precision.Float32, Threads = 2 });
        using var adapters = LoraAdapters.Load(Path.Combine(folder, training["adapter"]!.GetValue<string>()), model.Config, CPU);
        model.Network.Adapters = adapters.Pairs(training: true);
        var samples = golden["completion_logprob"]!.AsArray().Take(4).Select(entry =>
        {
            var (prompt, completion) = (Numbers("input_ids"), Numbers("completion_ids"));
            return new TuningSample([.. prompt, .. completion], [.. prompt.Select(_ => TuningSample.Ignored), .. completion]);

            int[] Numbers(string name) => [.. entry![name]!.AsArray().Select(number => number!.GetValue<int>())];
        });

        GoldenTuning.Follow(training, adapters.Parameters, new TuningPass(model.Network, checkpointed: false),
            [GoldenTuning.Padded(samples)], folder, tolerance: 1e-3);
    }

    [Fact]
    public async Task Tune_OnTermInternalization_LowersTheValidationLossAndKeepsItOverSaving()
    {
        WriteSamples();
        var options = new ModelTuneOptions
        {
            Samples = _folder.PathOf("train.jsonl"),
            Validation = _folder.PathOf("validation.jsonl"),
            Out = _folder.PathOf("adapter"),
            LearningRate = 2e-3,
            Tuning = new()
            {
                Steps = 6,
                WarmupShare = 0,
                LoraRank = 8,
                LoraAlpha = 16,
                MicroBatchTokens = 512,
                MaximumLength = 256,
                EvaluateEvery = 100,
            },
            Threads = 2,
        };
        var report = await LanguageModelTuner.TuneAsync(_model, options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.ValidationLoss < 0.8 * report.ValidationLossBefore, report.ToString());
        Assert.Equal(report.ValidationLoss!.Value, LossOfSaved(options),
            0.01); // rows are laid out in another way, which bfloat16 rounds differently
    }

    private double LossOfSaved(ModelTuneOptions options)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageModel.Load(_model, new LanguageModelOptions { Threads = 2 });
        using var adapters = LoraAdapters.Load(options.Out, model.Config, model.Network.Device);
        model.Network.Adapters = adapters.Pairs(training: false);
        var file = new SampleFile(new SampleRenderer(model.Tokenizer, () => model.ChatTemplate), model.Config.VocabularySize,
            256, LongSamples.Refuse);
        var samples = file.Read(options.Validation!, new ProgressProbe(), TestContext.Current.CancellationToken);
        var pass = new TuningPass(model.Network, checkpointed: false);
        return samples.Chunk(8).Select(GoldenTuning.Padded).Sum(pass.Measure) / samples.Sum(sample => sample.TargetCount);
    }

    /// <summary>Term internalization: an item's metadata in, its term ID out.</summary>
    private void WriteSamples()
    {
        var terms = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
            File.ReadAllText(Repository.SharedFile("data/amazon-beauty/grlm_item_id2tid.json")))!;
        string[] lines = [.. File.ReadLines(Repository.SharedFile("data/amazon-beauty/items.jsonl"))
            .Take(TrainingSamples + ValidationSamples).Select(line =>
        {
            using var item = JsonDocument.Parse(line);
            var (id, title, brand) = (Text("item_id"), Text("title"), Text("brand"));
            return JsonSerializer.Serialize(new
            {
                messages = new[]
                {
                    new { role = "user", content = $"Write the term ID of this item.\nTitle: {title}\nBrand: {brand}" },
                    new { role = "assistant", content = $"[{string.Join(", ", terms[id])}]" },
                },
            });

            string Text(string name) => item.RootElement.GetProperty(name).GetString() ?? "";
        })];
        File.WriteAllLines(_folder.PathOf("train.jsonl"), lines[..TrainingSamples]);
        File.WriteAllLines(_folder.PathOf("validation.jsonl"), lines[TrainingSamples..]);
    }
}
