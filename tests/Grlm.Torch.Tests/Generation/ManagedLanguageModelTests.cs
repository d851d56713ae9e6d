using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ManagedLanguageModelTests : IDisposable
{
    private static readonly LanguageModelOptions _options = new() { Device = "cpu", Precision = Precision.Float32, Threads = 1 };

    private static readonly TermLibrary _library =
        new([new TermId(["hair", "dry"]), new TermId(["hair", "oil"]), null, new TermId(["soap", "raw"])]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StoredType.F32, false)]
    [InlineData(StoredType.F16, false)]
    [InlineData(StoredType.BF16, false)]
    [InlineData(StoredType.F32, true)]
    [InlineData(StoredType.BF16, true)]
    public void Weights_AreThoseThatLibtorchLoads_TheAdaptersChangesAdded(StoredType type, bool hasAdapter)
    {
        var path = Model(type);
        var adapter = hasAdapter ? Adapter(path) : null;
        using var model = LanguageModel.Load(path, _options with { Adapter = adapter });
        using var managed = ManagedLanguageModel.Open(path, adapter);
        var expected = new NetworkWeights(model.Network);
        foreach (var (name, _) in LanguageModelTensors.NamesAndShapes(model.Config))
        {
            var (stored, mapped) = (expected.Rows(name), managed.Weights.Rows(name));
            Assert.Equal((stored.Rows, stored.Width), (mapped.Rows, mapped.Width));
            var (one, other) = (new float[stored.Width], new float[stored.Width]);
            for (var row = 0; row < stored.Rows; row++)
            {
                stored.Read(row, one);
                mapped.Read(row, other);
                Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            }

            Assert.True(!mapped.FitHalf || stored.FitHalf, $"{name} does not fit bfloat16"); // half the memory, and not a bit lost
            Assert.True(type != StoredType.BF16 || hasAdapter || mapped.FitHalf, name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Generate_WritesWhatLibtorchsSearchWrites(bool hasAdapter)
    {
        var path = Model(StoredType.F32);
        var adapter = hasAdapter ? Adapter(path) : null;
        using var model = LanguageModel.Load(path, _options with { Adapter = adapter });
        using var managed = ManagedLanguageModel.Open(path, adapter);
        Func<GenerationRequest, int[]> prompt =
            request => model.Tokenizer.Encode($"<|im_start|>user\n{string.Join(' ', request.History)}<|im_end|>\n<|im_start|>assistant\n");
        using var expected = new LanguageModelTermIdGenerator(
            () => new BeamSearch(model.Network), model.Speech, _library, prompt, options: null);
        using var generator = new LanguageModelTermIdGenerator(managed, _library, prompt);
        GenerationRequest[] requests =
            [.. Enumerable.Range(1,
                10).Select(length => new GenerationRequest([.. Enumerable.Range(3, length)], GenerationRequest.NothingExcluded))];

        var (one, other) = (
            expected.Generate(requests, beams: 3, TestContext.Current.CancellationToken),
            generator.Generate(requests, beams: 3, TestContext.Current.CancellationToken));

        for (var request = 0; request < requests.Length; request++)
        {
            Assert.Equal(one[request].Select(termId => termId.TermId), other[request].Select(termId => termId.TermId));
            Assert.All(one[request].Zip(other[request]), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-3));
        }
    }

    [Fact]
    public void Generate_NamesTheTensor_WhoseWeightsAreDamaged()
    {
        var path = Model(StoredType.F32);
        var file = Path.Combine(path, "model.safetensors");
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(^4096..).Fill(0xFF); // not a number, in whatever tensor stands last
        File.WriteAllBytes(file, bytes);
        using var managed = ManagedLanguageModel.Open(path);

        var error = Assert.Throws<InvalidInputException>(() => new LanguageModelTermIdGenerator(managed, _library, _ => [1]).Dispose());
        Assert.Contains("infinite or none", error.Message, StringComparison.Ordinal);
    }

    private string Model(StoredType type)
    {
        using var model = TinyChatModel.Create(_folder.Root, seed: 5);
        var path = Path.Combine(_folder.Root, $"tiny-{type}");
        model.Save(path, type);
        return path;
    }

    private string Adapter(string model)
    {
        using var checkpoint = ModelCheckpoint.Open(model);
        using var adapters = new LoraAdapters(
            new AdapterConfig { Rank = 4, Alpha = 12, Targets = AdapterTargets.Of("q_proj", "down_proj") }, checkpoint.Config, CPU);
        adapters.Initialize(seed: 3);
        using (no_grad())
        {
            foreach (var (name,
                values) in adapters.Parameters.Named.Where(factor => factor.Key.Contains("lora_B", StringComparison.Ordinal)))
            {
                using var numbers = arange(values.numel(), dtype: ScalarType.Float32).sin().view(values.shape).mul(0.05);
                values.copy_(numbers);
            }
        }

        var folder = Path.Combine(_folder.Root, "adapter");
        adapters.Save(folder);
        return folder;
    }
}
