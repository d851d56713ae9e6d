using System.Text;
using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Damaged files are read or refused, within the memory that files of their size may take; nothing else comes of them.</summary>
[Collection(typeof(TorchCollection))]
public sealed class CheckpointFuzzTests : IDisposable
{
    private const long MostMemory = 8_000_000;
    private const int Cases = 1_000;

    /// <summary>What stands in place of a value in JSON.</summary>
    private static readonly string[] _oddities =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e999", "-0.0", "9223372036854775807", "9223372036854775808", "2147483648",
        "16777216", "[]", "{}", "[[]]",
        "[null]", "\"\"", "\"x\"", "\"\\ud800\"", "[1,\"a\"]", "{\"a\":1,\"a\":2}", "1e-320",
    ];

    private static readonly byte[] _oddBytes = [0, 1, 0x7F, 0x80, 0xFF, .. "\"9-{[,"u8];

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string Model => _folder.PathOf("model");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Safetensors()
    {
        TinyCheckpoint.Write(Model);
        DamageBytes("model.safetensors", headerOnly: true);
    }

    [Fact]
    public void Shards()
    {
        TinyCheckpoint.Write(Model, maximumShard: 200);
        DamageBytes("model.safetensors.index.json", headerOnly: false);
        DamageValues("model.safetensors.index.json");
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen3")]
    public void Gguf(string family)
    {
        Directory.CreateDirectory(Model);
        File.WriteAllBytes(
            Path.Combine(Model, "model.gguf"),
            new GgufBuilder().Model(family, (_, shape) => new float[shape.Aggregate(1L, (product, length) => product * length)])
                .Add("list", 9, writer =>
                {
                    writer.Write(8u); writer.Write(2UL); GgufBuilder.Write(writer, "a"); GgufBuilder.Write(writer,
                    "b");
                }).ToArray());
        DamageBytes("model.gguf", headerOnly: true);
    }

    [Fact]
    public void Config()
    {
        TinyCheckpoint.Write(Model);
        DamageBytes("config.json", headerOnly: false);
        DamageValues("config.json");
    }

    [Fact]
    public void ConfigWithRotaryScaling()
    {
        TinyCheckpoint.Write(Model);
        var config = TinyCheckpoint.ConfigJson();
        config["rope_scaling"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":32,"beta_fast":32,"attention_factor":1.5,"mscale":1}""");
        File.WriteAllText(Path.Combine(Model, "config.json"), config.ToJsonString());
        DamageValues("config.json");
    }

    [Fact]
    public void GenerationConfig()
    {
        TinyCheckpoint.Write(Model);
        File.WriteAllText(Path.Combine(Model, "generation_config.json"),
            """{"eos_token_id":[1,2],"temperature":0.6,"top_k":20,"do_sample":true}""");
        DamageValues("generation_config.json");
    }

    [Fact]
    public void Adapters()
    {
        WriteAdapter(AdapterTargets.Of("up_proj"), "mlp.up_proj");
        DamageBytes("adapter_config.json", headerOnly: false, ReadAdapter);
        DamageBytes("adapter_model.safetensors", headerOnly: true, ReadAdapter);
    }

    [Fact]
    public void AdaptersWithExpressions()
    {
        WriteAdapter(AdapterTargets.Matching(".*\\.(up|upper)_proj"), "layers\\.[0-3]\\.mlp\\.up_proj");
        DamageValues("adapter_config.json", ReadAdapter);
    }

    private void WriteAdapter(AdapterTargets targets, string pattern)
    {
        const string module = "model.layers.0.mlp.up_proj";
        var config = new AdapterConfig { Rank = 2, Targets = targets, RankPattern = new(KeyValuePair.Create(pattern, 4)) };
        AdapterWriter.Write(Model, config, [new(PeftAdapter.NameOfA(module), ones(4, 8)), new(PeftAdapter.NameOfB(module), ones(12, 4))],
            StoredType.F32);
    }

    private void DamageBytes(string name, bool headerOnly, Action? read = null)
    {
        var path = Path.Combine(Model, name);
        var sound = File.ReadAllBytes(path);
        (read ?? ReadModel)(); // a refusal means something only where the file is taken without the damage
        var end = headerOnly ? sound.Length - (sound.Length / 4) : sound.Length; // damaged numbers are other numbers
        var damage = Gen.Select(Gen.Int[0, end - 1],
            Gen.OneOf(Gen.Byte, Gen.Int[0, _oddBytes.Length - 1].Select(place => _oddBytes[place])));
        Gen.Select(damage.List[1, 4], Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[1, sound.Length - 1]))).Sample((damages, cut) =>
        {
            byte[] bytes = [.. sound];
            damages.ForEach(one => bytes[one.Item1] = one.Item2);
            Try(path, bytes[..^cut], read);
        }, threads: 1, iter: Cases);
        File.WriteAllBytes(path, sound);
    }

    /// <summary>Puts every oddity in the place of every value, keeping the JSON whole.</summary>
    private void DamageValues(string name, Action? read = null)
    {
        var path = Path.Combine(Model, name);
        var sound = File.ReadAllText(path);
        var places = JsonPlaces.Values(sound);
        Assert.NotEmpty(places);
        foreach (var (start, length) in places)
        {
            foreach (var oddity in _oddities)
            {
                Try(path, Encoding.UTF8.GetBytes(string.Concat(sound.AsSpan(0, start), oddity, sound.AsSpan(start + length))), read);
            }
        }

        File.WriteAllText(path, sound);
    }

    private void Try(string path, byte[] bytes, Action? read)
    {
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            (read ?? ReadModel)();
        }
        catch (GrlmException)
        {
            // Refused: sound as well. Anything else fails the test.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    private void ReadModel() => TinyCheckpoint.ReadAll(Model);

    private void ReadAdapter()
    {
        using var adapter = PeftAdapter.Read(Model);
        adapter.CheckFits(TinyCheckpoint.Config());
    }
}
