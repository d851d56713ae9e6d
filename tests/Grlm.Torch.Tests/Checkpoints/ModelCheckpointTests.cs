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

    private string IndexPath => Path.Combine(Model, "model.safetensors.index.json");

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

        ModelCheckpoint.Save(Model, config, [.. TinyCheckpoint.Tensors(config)], StoredType.BF16, GenerationDefaults.Of(config), null);

        var json = JsonNode.Parse(File.ReadAllText(ConfigPath))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"rope_type":"linear","factor":4.0}"""), json["rope_scaling"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"rope_type":"linear","factor":4.0,"rope_theta":10000}"""), json["rope_parameters"]));
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
        var generation = new GenerationDefaults { EndTokens = [3], PadToken = 4, Temperature = 0.5, TopK = 20, Source = (JsonObject)JsonNode.Parse("""{"do_sample":true,"other":1}""")! };

        ModelCheckpoint.Save(Model, config, [.. TinyCheckpoint.Tensors(config)], StoredType.F32, generation with { DoSample = true }, _folder.PathOf("tokenizer"));

        using var saved = ModelCheckpoint.Open(Model);
        Assert.Equal(["tokenizer.json", "chat_template.jinja"], saved.TokenizerFiles);
        Assert.False(File.Exists(Path.Combine(Model, "secrets.txt")));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"do_sample":true,"other":1,"eos_token_id":3,"pad_token_id":4,"temperature":0.5,"top_k":20}"""), saved.GenerationDefaults.ToJson()
                is var json && json.Remove("bos_token_id") ? json : null));
        Assert.Equal([3], saved.GenerationDefaults.EndTokens);
        Assert.Equal(20, saved.GenerationDefaults.TopK);
    }

    [Theory]
    [InlineData("""{"eos_token_id":[1,2],"temperature":0.6,"top_p":0.95,"min_p":0.1,"repetition_penalty":1.1,"do_sample":false}""")]
    public void GenerationDefaults_ReadEverySetting(string json)
    {
        TinyCheckpoint.Write(Model);
        File.WriteAllText(Path.Combine(Model, "generation_config.json"), json);
        using var checkpoint = ModelCheckpoint.Open(Model);
        var generation = checkpoint.GenerationDefaults;
        Assert.Equal([1, 2], generation.EndTokens);
        Assert.Equal(1, generation.BeginToken); // the configuration's, since the file names none
        Assert.Equal((0.6, 0.95, 0.1, 1.1, false), (generation.Temperature, generation.TopP, generation.MinP, generation.RepetitionPenalty, generation.DoSample));
        Assert.Null(generation.TopK);
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
    public void Open_RefusesMoreLayersThanThereAreTensors_WithoutNamingThemAll()
    {
        TinyCheckpoint.Write(Model);
        Change(ConfigPath, json => json["num_hidden_layers"] = 16_000_000);
        AssertRefused("too few for 16,000,000 layers");
    }

    [Fact]
    public void ReadInto_RefusesNaN_ByName()
    {
        TinyCheckpoint.Write(Model, tensors => tensors[Query].fill_(float.NaN));
        var error = Assert.Throws<InvalidInputException>(() => TinyCheckpoint.ReadAll(Model));
        Assert.Contains(Query, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/shard.safetensors")]
    [InlineData("..\\outside.safetensors")]
    [InlineData("C:outside")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Open_RefusesShardNamesThatLeadElsewhere(string name)
    {
        TinyCheckpoint.Write(_folder.PathOf("sound"));
        File.Copy(_folder.PathOf("sound/model.safetensors"), _folder.PathOf("outside.safetensors"));
        TinyCheckpoint.Write(Model, maximumShard: 100);
        Change(IndexPath, json => json["weight_map"]![Query] = name);
        AssertRefused("no name of a file");
    }

    [Fact]
    public void Open_RefusesShardsBehindLinksThatLeadOut()
    {
        var shard = MoveShard(_folder.PathOf("elsewhere.safetensors"));
        File.CreateSymbolicLink(shard, _folder.PathOf("elsewhere.safetensors"));
        AssertRefused("outside the checkpoint");

        File.Delete(shard);
        File.CreateSymbolicLink(shard, "../elsewhere.safetensors");
        AssertRefused("outside the checkpoint");
    }

    [Fact]
    public void Open_RefusesShardsBehindLinksInACircle_OrToNothing()
    {
        var shard = MoveShard(_folder.PathOf("elsewhere.safetensors"));
        File.CreateSymbolicLink(shard, Path.GetFileName(shard));
        AssertRefused("cannot be read");
        File.Delete(shard);
        File.CreateSymbolicLink(shard, "nothing");
        AssertRefused("not there");
        File.Delete(shard);
        AssertRefused("cannot be read");
    }

    [Fact]
    public void Open_FollowsLinksWithinTheFolder_AndThoseOfTheHubsCache()
    {
        var shard = MoveShard(Path.Combine(Model, "real"));
        File.CreateSymbolicLink(shard, "real");
        TinyCheckpoint.ReadAll(Model);

        var snapshot = _folder.PathOf("models--a--b/snapshots/0123");
        Directory.CreateDirectory(_folder.PathOf("models--a--b/blobs"));
        Directory.CreateDirectory(snapshot);
        File.Delete(Path.Combine(Model, "real"));
        TinyCheckpoint.Write(Model, maximumShard: 100);
        foreach (var file in Directory.GetFiles(Model))
        {
            File.Move(file, _folder.PathOf($"models--a--b/blobs/{Path.GetFileName(file)}-hash"));
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(file)), $"../../blobs/{Path.GetFileName(file)}-hash");
        }

        TinyCheckpoint.ReadAll(snapshot);
    }

    [Fact]
    public void Open_RefusesALinkInACircleInPlaceOfAFolderOrItsFiles()
    {
        File.CreateSymbolicLink(Model, Model);
        Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Model));
        File.Delete(Model);

        foreach (var name in (string[])["config.json", "model.safetensors", "model.safetensors.index.json"])
        {
            TinyCheckpoint.Write(Model, maximumShard: name.EndsWith("index.json", StringComparison.Ordinal) ? 100 : long.MaxValue);
            File.Delete(Path.Combine(Model, name));
            File.CreateSymbolicLink(Path.Combine(Model, name), name);
            AssertRefused("cannot be read");
        }
    }

    [Fact]
    public void Open_RefusesAnIndexThatDoesNotFitItsShards()
    {
        TinyCheckpoint.Write(Model, maximumShard: 100);
        var sound = File.ReadAllText(IndexPath);
        Change(IndexPath, json => ((JsonObject)json["weight_map"]!).Remove(Query));
        AssertRefused("that the index does not place there");
        File.WriteAllText(IndexPath, sound);
        Change(IndexPath, json => json["weight_map"]!["model.extra"] = "model-00001-of-00012.safetensors".Replace("00012", $"{ShardCount():D5}", StringComparison.Ordinal));
        AssertRefused("'model.extra' should be in");
        File.WriteAllText(IndexPath, sound.Replace("\"weight_map\": {", $"\"weight_map\": {{ \"{Query}\": \"x\",", StringComparison.Ordinal)); // a key twice
        AssertRefused("not an index");
        foreach (var damaged in (string[])["", "[]", "{}", "{\"weight_map\":[]}", "{\"weight_map\":{\"a\":null}}", "{\"weight_map\":{\"a\":1}}", "{\"weight_map\":{\"a\":\"\\ud800\"}}"])
        {
            File.WriteAllText(IndexPath, damaged);
            AssertRefused(IndexPath);
        }
    }

    [Fact]
    public void Open_TellsWhatIsMissing()
    {
        Assert.Contains("grlm model pull", Assert.Throws<MissingPrerequisiteException>(() => ModelCheckpoint.Open(Model)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Model);
        Assert.Throws<MissingPrerequisiteException>(() => ModelCheckpoint.Open(Model));
        TinyCheckpoint.Write(Model);
        File.Delete(ConfigPath);
        Assert.Contains("config.json", Assert.Throws<MissingPrerequisiteException>(() => ModelCheckpoint.Open(Model)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Path.Combine(Model, "model.safetensors")));
        File.Delete(Path.Combine(Model, "model.safetensors"));
        File.WriteAllText(Path.Combine(Model, "a.gguf"), "");
        File.WriteAllText(Path.Combine(Model, "b.gguf"), "");
        AssertRefused("2 GGUF files");
    }

    [Theory]
    [InlineData("config.json", "{\"model_type\":\"llama\",\"model_type\":\"llama\"}")]
    [InlineData("config.json", "{\"model_type\":\"mamba\"}")]
    [InlineData("config.json", "{\"model_type\":\"\\ud800\"}")]
    [InlineData("config.json", "{\"\\ud800\":1}")]
    [InlineData("config.json", "[]")]
    [InlineData("config.json", "not JSON")]
    [InlineData("generation_config.json", "{\"temperature\":\"hot\"}")]
    [InlineData("generation_config.json", "{\"eos_token_id\":{}}")]
    [InlineData("generation_config.json", "{\"eos_token_id\":[null]}")]
    [InlineData("generation_config.json", "{\"top_k\":1.5}")]
    [InlineData("generation_config.json", "{\"a\":1,\"a\":1}")]
    [InlineData("generation_config.json", "[")]
    public void Open_RefusesSettingsThatAreNone(string file, string content)
    {
        TinyCheckpoint.Write(Model);
        File.WriteAllText(Path.Combine(Model, file), content);
        AssertRefused(file);
    }

    private int ShardCount() => Directory.GetFiles(Model, "*.safetensors").Length;

    private static void Change(string path, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private string MoveShard(string destination)
    {
        TinyCheckpoint.Write(Model, maximumShard: 100);
        var shard = Directory.GetFiles(Model, "model-00002-*")[0];
        File.Move(shard, destination);
        return shard;
    }

    private void AssertRefused(string problem)
        => Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Model)).Message, StringComparison.Ordinal);
}
