using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ModelCheckpointTests : IDisposable
{
    private const string Query = "model.layers.0.self_attn.q_proj.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string Model => _folder.PathOf("model");

    private string ConfigPath => Path.Combine(Model, "config.json");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Save_WritesAConfigThatOldAndNewReadersUnderstand()
    {
        TinyCheckpoint.Write(Model);
        var json = JsonNode.Parse(File.ReadAllText(ConfigPath))!;
        Assert.Equal("float32", (string?)json["dtype"]);
        Assert.Equal("float32", (string?)json["torch_dtype"]);
        Assert.Equal(10000, (double?)json["rope_theta"]);
        Assert.Null(json["rope_scaling"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"rope_type":"default","rope_theta":10000}"""), json["rope_parameters"]));
        Assert.Equal("Qwen3ForCausalLM", (string?)json["architectures"]![0]);
        Assert.Equal("kept", (string?)json["future_setting"]);
    }

    [Fact]
    public void Save_WritesRotaryScalingUnderBothNames()
    {
        var source = TinyCheckpoint.ConfigJson();
        source["rope_scaling"] = JsonNode.Parse("""{"type":"linear","factor":4.0}""");
        var config = LanguageModelConfig.Parse(source.ToJsonString(), "config.json");

        CheckpointWriter.Save(Model, config, [.. TinyCheckpoint.Tensors(config)], StoredType.BF16, GenerationDefaults.Of(config), null);

        var json = JsonNode.Parse(File.ReadAllText(ConfigPath))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"rope_type":"linear","factor":4.0}"""), json["rope_scaling"]));
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse("""{"rope_type":"linear","factor":4.0,"rope_theta":10000}"""), json["rope_parameters"]));
        using var saved = ModelCheckpoint.Open(Model);
        Assert.Equal(config.Rotary, saved.Config.Rotary);
        Assert.Equal(StoredType.BF16, saved.Config.StoredType);
    }

    [Fact]
    public void Save_TakesTheTokenizerAlong_AndGenerationSettings()
    {
        Directory.CreateDirectory(_folder.PathOf("tokenizer"));
        File.WriteAllText(_folder.PathOf("tokenizer/tokenizer.json"), "{}");
        File.WriteAllText(_folder.PathOf("tokenizer/chat_template.jinja"), "x");
        File.WriteAllText(_folder.PathOf("tokenizer/secrets.txt"), "x");
        var config = TinyCheckpoint.Config();
        var generation = new GenerationDefaults
        {
            BeginToken = 1,
            EndTokens = [3],
            PadToken = 4,
            Temperature = 0.5,
            TopK = 20,
            Source = (JsonObject)JsonNode.Parse("""{"do_sample":true,"other":1}""")!
        };

        CheckpointWriter.Save(Model, config, [.. TinyCheckpoint.Tensors(config)], StoredType.F32, generation with { DoSample = true },
            _folder.PathOf("tokenizer"));

        using var saved = ModelCheckpoint.Open(Model);
        Assert.Equal(["tokenizer.json", "chat_template.jinja"], saved.TokenizerFiles);
        Assert.False(File.Exists(Path.Combine(Model, "secrets.txt")));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """{"do_sample":true,"other":1,"bos_token_id":1,"eos_token_id":3,"pad_token_id":4,"temperature":0.5,"top_k":20}"""),
            JsonNode.Parse(File.ReadAllText(Path.Combine(Model, "generation_config.json")))));
        Assert.Equal([3], saved.GenerationDefaults.EndTokens);
        Assert.Equal(20, saved.GenerationDefaults.TopK);
    }

    [Fact]
    public void GenerationDefaults_ReadEverySetting()
    {
        TinyCheckpoint.Write(Model);
        File.WriteAllText(
            Path.Combine(Model, "generation_config.json"),
            """{"eos_token_id":[1,2],"temperature":0.6,"top_p":0.95,"min_p":0.1,"repetition_penalty":1.1,"do_sample":false}""");
        using var checkpoint = ModelCheckpoint.Open(Model);
        var generation = checkpoint.GenerationDefaults;
        Assert.Equal([1, 2], generation.EndTokens);
        Assert.Equal(1, generation.BeginToken); // the configuration's, since the file names none
        Assert.Equal((0.6, 0.95, 0.1, 1.1, false),
            (generation.Temperature, generation.TopP, generation.MinP, generation.RepetitionPenalty, generation.DoSample));
        Assert.Null(generation.TopK);
    }

    [Fact]
    public void Save_ThatFails_LeavesWhatWasThere_AndNothingBeside()
    {
        TinyCheckpoint.Write(Model);
        var config = TinyCheckpoint.Config();
        var tensors = TinyCheckpoint.Tensors(config);
        tensors[Query].fill_(1e9f);
        Assert.Throws<InvalidInputException>(
            () => CheckpointWriter.Save(Model, config, [.. tensors], StoredType.F16, GenerationDefaults.Of(config), null));
        TinyCheckpoint.ReadAll(Model);
        Assert.Equal([Model], Directory.GetDirectories(_folder.Root));
    }

    [Fact]
    public void Save_StoppedAnywhere_LeavesAWholeCheckpoint()
    {
        for (var steps = 0; ; steps++)
        {
            TinyCheckpoint.Write(Model, tied: true);
            var exchange = new CheckpointFolder(Model);
            exchange.Begin();
            TinyCheckpoint.Write(_folder.PathOf("other"), tied: false);
            Directory.Delete(exchange.Partial);
            Directory.Move(_folder.PathOf("other"), exchange.Partial);
            var all = exchange.ExchangeSteps().Take(steps).ToList();
            all.ForEach(step => step());

            TinyCheckpoint.ReadAll(Model);

            using (var found = ModelCheckpoint.Open(Model))
            {
                Assert.Equal(steps == 0, found.Config.TiedHead);
            }

            if (all.Count < steps)
            {
                return;
            }

            new CheckpointFolder(Model).Begin();
            Directory.Delete(new CheckpointFolder(Model).Partial);
            Assert.Equal([Model], Directory.GetDirectories(_folder.Root));
        }
    }

    [Fact]
    public void Open_NamesWhatIsMissingSurplusOrOfAnotherShape()
    {
        TinyCheckpoint.Write(Model, tensors => tensors.Remove(Query));
        AssertRefused($"lacks {Query}");
        TinyCheckpoint.Write(Model, tensors => tensors["model.extra"] = zeros(1));
        AssertRefused("does not call for, model.extra");
        TinyCheckpoint.Write(Model, tensors => tensors[Query] = zeros(8, 9));
        AssertRefused($"{Query} [8, 9], not [8, 8]");
        TinyCheckpoint.Write(Model, tensors => tensors["lm_head.weight"] = zeros(9, 8));
        AssertRefused("lm_head.weight [9, 8], not [10, 8]");
        TinyCheckpoint.Write(Model, tensors => tensors.Clear());
        AssertRefused("too few for 1 layers");
    }

    [Fact]
    public void Open_TakesATiedHeadThatIsStored_AndTablesOfFrequencies()
    {
        TinyCheckpoint.Write(Model, tensors =>
        {
            tensors["lm_head.weight"] = zeros(10, 8);
            tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = zeros(2);
        });
        TinyCheckpoint.ReadAll(Model);
    }

    [Fact]
    public void Open_TellsWhatIsMissing()
    {
        Assert.Contains("Pull model", Assert.Throws<MissingPrerequisiteException>(() => ModelCheckpoint.Open(Model)).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(Model);
        Assert.Throws<MissingPrerequisiteException>(() => ModelCheckpoint.Open(Model));
        TinyCheckpoint.Write(Model);
        File.Delete(ConfigPath);
        Assert.Contains("config.json", Assert.Throws<MissingPrerequisiteException>(() => ModelCheckpoint.Open(Model)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Path.Combine(Model, "model.safetensors")));
        File.Delete(Path.Combine(Model, "model.safetensors"));
        File.WriteAllText(Path.Combine(Model, "a.gguf"), "");
        File.WriteAllText(Path.Combine(Model, "b.gguf"), "");
        AssertRefused("2 GGUF files");
    }

    private void AssertRefused(string problem)
        => Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Model)).Message,
            StringComparison.Ordinal);
}
