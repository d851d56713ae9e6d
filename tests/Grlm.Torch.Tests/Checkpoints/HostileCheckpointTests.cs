using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Checkpoints that someone has made to do harm.</summary>
[Collection(typeof(TorchCollection))]
public sealed class HostileCheckpointTests : IDisposable
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
        TinyCheckpoint.Write(Model, maximumShard: 400); // queries and keys lie in one

        var sound = File.ReadAllText(IndexPath);
        Change(IndexPath, json => ((JsonObject)json["weight_map"]!).Remove(Query));
        AssertRefused("that the index does not place there");
        File.WriteAllText(IndexPath, sound);
        Change(IndexPath,
            json => json["weight_map"]!["model.extra"] = CheckpointFiles.Shard(1, Directory.GetFiles(Model, "*.safetensors").Length));
        AssertRefused("'model.extra' should be in");
        File.WriteAllText(IndexPath,
            sound.Replace("\"weight_map\": {", $"\"weight_map\": {{ \"{Query}\": \"x\",", StringComparison.Ordinal)); // a key twice
        AssertRefused("not an index");
        foreach (var damaged in (string[])["", "[]", "{}", "{\"weight_map\":[]}", "{\"weight_map\":{\"a\":null}}",
            "{\"weight_map\":{\"a\":1}}", "{\"weight_map\":{\"a\":\"\\ud800\"}}"])
        {
            File.WriteAllText(IndexPath, damaged);
            AssertRefused(IndexPath);
        }
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
        => Assert.Contains(problem, Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(Model)).Message,
            StringComparison.Ordinal);
}
