using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Every tensor of a checkpoint is read, or named: in an error where the model would be another one, else in a notice.</summary>
[Collection(typeof(TorchCollection))]
public sealed class UnreadTensorTests : IDisposable
{
    private const string Head = "lm_head.weight";
    private const string Embedding = "model.embed_tokens.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string Model => _folder.PathOf("model");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(StoredType.F32, long.MaxValue)]
    [InlineData(StoredType.F16, long.MaxValue)]
    [InlineData(StoredType.BF16, 300)]
    public void Open_KeepsAStoredHeadThatDiffersFromTheEmbedding_AndSaysSo(StoredType type, long maximumShard)
    {
        var head = Write(type, maximumShard, tensors => tensors[Head].contiguous());
        using (var checkpoint = ModelCheckpoint.Open(Model))
        {
            Assert.False(checkpoint.Config.TiedHead);
            Assert.Contains(Head, Assert.Single(checkpoint.Notices), StringComparison.Ordinal);
        }

        Assert.Equal(head, HeadOf(Model));
    }

    [Theory]
    [InlineData(StoredType.F32)]
    [InlineData(StoredType.F16)]
    [InlineData(StoredType.BF16)]
    public void Open_DropsAStoredHeadThatIsTheEmbedding(StoredType type)
    {
        Write(type, long.MaxValue, tensors => tensors[Embedding]);
        using var checkpoint = ModelCheckpoint.Open(Model);
        Assert.True(checkpoint.Config.TiedHead);
        Assert.Empty(checkpoint.Notices);
    }

    [Fact]
    public void Open_KeepsAHeadThatDiffersInItsLastNumberAlone()
    {
        Write(StoredType.F32, long.MaxValue, tensors =>
        {
            var head = tensors[Embedding].clone();
            head[9, 7] = tensor(5f);
            return head;
        });
        using var checkpoint = ModelCheckpoint.Open(Model);
        Assert.False(checkpoint.Config.TiedHead);
    }

    [Fact]
    public async Task EveryWayOutOfACheckpoint_KeepsTheStoredHead()
    {
        var head = Write(StoredType.F32, long.MaxValue, tensors => tensors[Head]);
        var information = ModelInformation.Read(Model);
        Assert.False(information.TiedHead);
        Assert.Single(information.Notices);
        Assert.Equal(information.StoredTypes["F32"], information.Parameters);

        var converted = _folder.PathOf("converted");
        var report = await ModelConversion.RunAsync(Model, converted, new ModelConvertOptions(), overwrite: false,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Single(report.Notices);
        Assert.Equal(information.Parameters, report.Parameters);
        Assert.False((bool)JsonNode.Parse(File.ReadAllText(Path.Combine(converted, "config.json")))!["tie_word_embeddings"]!);
        Assert.Equal(head, HeadOf(converted));
        Assert.Empty(ModelInformation.Read(converted).Notices);

        using var model = LanguageModel.Load(Model,
            new LanguageModelOptions { Device = "cpu", Precision = Precision.Float32, Threads = 1 });
        Assert.Single(model.Notices);
        Assert.Equal(head, model.Network.Weights.Head.ToArray());
    }

    [Theory]
    [InlineData("model.layers.0.self_attn.q_proj.bias")]
    [InlineData("model.layers.1.mlp.up_proj.weight")]
    [InlineData("model.layers.0.self_attn.q_proj.weight_scale")]
    [InlineData("classifier.weight")]
    public void Open_NamesATensorThatNothingReads(string name)
    {
        TinyCheckpoint.Write(Model, tensors => tensors[name] = zeros(3));
        AssertNamed(name);
    }

    [Theory]
    [InlineData("F64", "model.layers.0.extra")]
    [InlineData("I8", "model.layers.0.mlp.up_proj.SCB")]
    [InlineData("F8_E4M3", "model.norm.weight")]
    public void Open_NamesATensorOfATypeThatIsNotRead(string type, string name)
    {
        TinyCheckpoint.Write(Model, tensors => tensors[name] = zeros(8));
        PlainSafetensors.ChangeType(Path.Combine(Model, "model.safetensors"), name, type);
        AssertNamed($"{name} ({type})");
    }

    [Theory]
    [InlineData("model.layers.0.self_attn.rotary_emb.inv_freq")]
    [InlineData("model.rotary_emb.inv_freq")]
    [InlineData("model.layers.0.attn.masked_bias")]
    public void Open_PassesOverTablesThatAreComputed(string name)
    {
        TinyCheckpoint.Write(Model, tensors => tensors[name] = zeros(2));
        using var checkpoint = ModelCheckpoint.Open(Model);
        Assert.Empty(checkpoint.Notices);
    }

    [Fact]
    public void Open_NamesFilesOfWeightsThatAreNotRead_ButNotTheSameWeightsInAnotherLayout()
    {
        TinyCheckpoint.Write(Model, maximumShard: 300);
        var spare = Path.Combine(Model, "model-00009-of-00009.safetensors");
        File.Copy(Directory.GetFiles(Model, "model-00001*")[0], spare);
        File.Copy(spare, Path.Combine(Model, "consolidated.00.safetensors"));
        using var checkpoint = ModelCheckpoint.Open(Model);
        Assert.Contains(spare, Assert.Single(checkpoint.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Adapter_NamesATensorOfATypeThatIsNotRead()
    {
        var config = TinyCheckpoint.Config();
        using var adapters = new LoraAdapters(new AdapterConfig { Rank = 2, Alpha = 4, Targets = AdapterTargets.Of("q_proj") },
            config, CPU);
        adapters.Initialize(3);
        adapters.Save(Model);
        var file = Path.Combine(Model, "adapter_model.safetensors");
        using (var reader = SafetensorsReader.Open(file, ""))
        {
            SafetensorsFile.Write(
                file + ".more", [.. reader.Tensors.Values.Select(Load),
                    new("base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector", zeros(8))]);

            KeyValuePair<string, Tensor> Load(StoredTensor stored)
            {
                var values = empty(stored.Shape);
                reader.ReadInto(stored.Name, values);
                return new(stored.Name, values);
            }
        }

        File.Move(file + ".more", file, overwrite: true);
        PlainSafetensors.ChangeType(file, "base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector", "F64");
        var error = Assert.Throws<InvalidInputException>(() => PeftAdapter.Read(Model));
        Assert.Contains("lora_magnitude_vector", error.Message, StringComparison.Ordinal);
    }

    private void AssertNamed(string name)
        => Assert.Contains(name, Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Model)).Message, StringComparison.Ordinal);

    /// <summary>Writes an untied model with a head of one's own making, and a configuration that calls it tied.</summary>
    private float[] Write(StoredType type, long maximumShard, Func<Dictionary<string, Tensor>, Tensor> head)
    {
        var config = TinyCheckpoint.Config(tied: false);
        var tensors = TinyCheckpoint.Tensors(config);
        tensors[Head] = head(tensors);
        CheckpointWriter.Save(Model, config, [.. tensors], type, GenerationDefaults.Of(config), null, maximumShard);
        var path = Path.Combine(Model, "config.json");
        File.WriteAllText(path,
            File.ReadAllText(path).Replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", StringComparison.Ordinal));
        return HeadOf(Model);
    }

    private static float[] HeadOf(string folder)
    {
        using var checkpoint = ModelCheckpoint.Open(folder);
        var values = empty(checkpoint.Weights.Tensors[Head].Shape);
        checkpoint.Weights.ReadInto(Head, values);
        return values.ToArray();
    }
}
