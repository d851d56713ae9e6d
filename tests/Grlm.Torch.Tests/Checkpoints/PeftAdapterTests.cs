using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class PeftAdapterTests : IDisposable
{
    private const string Module = "model.layers.0.self_attn.q_proj";

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Folders => [.. Repository.SharedFoldersWith("golden", "adapter_config.json")];

    private string ConfigPath => _folder.PathOf("adapter/adapter_config.json");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Read_TakesWhatPeftWrote_AndWriteGivesItBack(string name)
    {
        var folder = Repository.SharedFolder(name);
        using var adapter = PeftAdapter.Read(folder);
        var plain = PlainSafetensors.ReadFile(Path.Combine(folder, "adapter_model.safetensors"));
        Assert.Equal(plain.Count, 2 * adapter.Modules.Count);
        var tensors = plain.Select(tensor => KeyValuePair.Create(tensor.Name, empty(tensor.Shape))).ToList();
        tensors.ForEach(tensor => adapter.Tensors.ReadInto(tensor.Key, tensor.Value));

        AdapterWriter.Write(_folder.PathOf("adapter"), adapter.Config, tensors, Enum.Parse<StoredType>(plain[0].Type));

        Assert.True(JsonNode.DeepEquals(JsonOf(folder), JsonOf(_folder.PathOf("adapter"))));
        var written = PlainSafetensors.ReadFile(_folder.PathOf("adapter/adapter_model.safetensors"));
        Assert.Equal(plain.Select(tensor => tensor.Name), written.Select(tensor => tensor.Name));
        Assert.All(plain.Zip(written), pair => Assert.Equal(pair.First.Bits, pair.Second.Bits));
        Assert.All(plain.Zip(written), pair => Assert.Equal(pair.First.Shape, pair.Second.Shape));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Write_OfNewSettings_GivesEveryFieldTheKindThatPeftGivesIt(string name)
    {
        var golden = (JsonObject)JsonOf(Repository.SharedFolder(name));
        using var adapter = PeftAdapter.Read(Repository.SharedFolder(name));
        var written = AdapterConfigJson.Write(adapter.Config with { Source = [] });
        Assert.All(written, field => Assert.True(golden.ContainsKey(field.Key), field.Key));
        Assert.All(written, field => Assert.True(JsonNode.DeepEquals(golden[field.Key], field.Value), field.Key));
    }

    [Fact]
    public void ScaleOf_FollowsPatternsAndStabilisation()
    {
        var config = new AdapterConfig
        {
            Rank = 4,
            Alpha = 8,
            Targets = AdapterTargets.All,
            RankPattern = new(KeyValuePair.Create("up_proj", 16)),
            AlphaPattern = new(KeyValuePair.Create("layers\\.[0-3]\\.mlp\\.up_proj", 64.0)),
        };
        Assert.Equal(2, config.ScaleOf(Module));
        Assert.Equal(4, config.ScaleOf("model.layers.3.mlp.up_proj"));
        Assert.Equal(0.5, config.ScaleOf("model.layers.4.mlp.up_proj"));
        Assert.Equal(16, (config with { RankStabilized = true }).ScaleOf("model.layers.3.mlp.up_proj"));
    }

    [Fact]
    public void Include_MatchesAsPeftDoes()
    {
        Assert.True(AdapterTargets.Of("q_proj").Include(Module));
        Assert.False(AdapterTargets.Of("_proj").Include(Module)); // from a dot on
        Assert.True(AdapterTargets.Of(Module).Include(Module));
        Assert.True(AdapterTargets.Of("self_attn.q_proj").Include(Module));
        Assert.True(AdapterTargets.Matching(".*\\.(q|k)_proj").Include(Module));
        Assert.False(AdapterTargets.Matching("q_proj").Include(Module)); // the whole name
        Assert.False(AdapterTargets.Matching("a|model").Include("model.layers"));
        Assert.True(AdapterTargets.All.Include(Module));
        Assert.False(AdapterTargets.All.Include("lm_head"));
    }

    [Theory]
    [InlineData("use_dora", "true")]
    [InlineData("modules_to_save", "[\"lm_head\"]")]
    [InlineData("bias", "\"all\"")]
    [InlineData("lora_bias", "true")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("layers_to_transform", "[0]")]
    [InlineData("exclude_modules", "\"x\"")]
    [InlineData("a_switch_of_tomorrow", "true")]
    [InlineData("init_lora_weights", "\"pissa\"")]
    [InlineData("peft_type", "\"VERA\"")]
    [InlineData("peft_type", "null")]
    [InlineData("r", "0")]
    [InlineData("r", "-4")]
    [InlineData("r", "4.5")]
    [InlineData("r", "\"4\"")]
    [InlineData("lora_alpha", "1e999")]
    [InlineData("lora_dropout", "1")]
    [InlineData("target_modules", "null")]
    [InlineData("target_modules", "[]")]
    [InlineData("target_modules", "[null]")]
    [InlineData("target_modules", "\"(\"")]
    [InlineData("target_modules", "\"(a)\\\\1\"")] // a reference back can take for ever
    [InlineData("rank_pattern", "{\"(\":4}")]
    [InlineData("rank_pattern", "{\"a\":0}")]
    [InlineData("rank_pattern", "[]")]
    [InlineData("alpha_pattern", "{\"a\":\"b\"}")]
    public void Read_RefusesWhatCannotBeDone_ByName(string setting, string value)
    {
        WriteSound();
        var json = JsonOf(_folder.PathOf("adapter"));
        json[setting] = JsonNode.Parse(value);
        File.WriteAllText(ConfigPath, json.ToJsonString());

        var error = Assert.Throws<InvalidInputException>(Read);

        Assert.Contains($"'{setting}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(ConfigPath, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", new long[] { 2, 3 }, "of rank 4")]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", new long[] { 3, 2 }, "of rank 4")]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", new long[] { 12 }, "of rank 4")]
    [InlineData("base_model.model.model.layers.0.self_attn.k_proj.lora_A.weight", new long[] { 4, 3 }, "not one of a pair")]
    [InlineData("model.layers.0.self_attn.q_proj.lora_A.weight", new long[] { 4, 3 }, "not one of a pair")]
    [InlineData("base_model.model.lm_head.weight", new long[] { 4, 3 }, "not one of a pair")]
    public void Read_RefusesTensorsThatAreNoAdapter(string name, long[] shape, string problem)
    {
        WriteSound(KeyValuePair.Create(name, zeros(shape)));
        Assert.Contains(problem, Assert.Throws<InvalidInputException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RefusesAnAdapterForWhatItDoesNotTarget()
    {
        var module = "model.layers.0.mlp.up_proj";
        WriteSound(KeyValuePair.Create(PeftAdapter.NameOfA(module), zeros(4, 3)),
            KeyValuePair.Create(PeftAdapter.NameOfB(module), zeros(3, 4)));
        Assert.Contains($"'{module}', which its settings do not target", Assert.Throws<InvalidInputException>(Read).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void CheckFits_TakesTheModelThatItWasMadeFor_AndNoOther()
    {
        using var adapter = PeftAdapter.Read(Repository.SharedFolder("golden/tiny_qwen3_lora"));
        using var model = ModelCheckpoint.Open(Repository.SharedFolder("golden/tiny_qwen3_untied"));

        adapter.CheckFits(model.Config);

        Assert.Throws<InvalidInputException>(() => adapter.CheckFits(model.Config with { HiddenSize = model.Config.HiddenSize + 2 }));
        Assert.Throws<InvalidInputException>(() => adapter.CheckFits(model.Config with { LayerCount = model.Config.LayerCount - 1 }));
        Assert.Throws<InvalidInputException>(() => adapter.CheckFits(model.Config with { LayerCount = model.Config.LayerCount + 1 }));
    }

    private static JsonNode JsonOf(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "adapter_config.json")))!;

    private void Read()
    {
        using var adapter = PeftAdapter.Read(_folder.PathOf("adapter"));
    }

    private void WriteSound(params KeyValuePair<string, Tensor>[] others)
    {
        var tensors = new Dictionary<string, Tensor>
        {
            [PeftAdapter.NameOfA(Module)] = zeros(4, 3),
            [PeftAdapter.NameOfB(Module)] = zeros(3, 4)
        };
        foreach (var (name, tensor) in others)
        {
            tensors[name] = tensor;
        }

        AdapterWriter.Write(_folder.PathOf("adapter"), new AdapterConfig { Rank = 4, Targets = AdapterTargets.Of("q_proj") },
            [.. tensors], StoredType.F32);
        Read(_folder.PathOf("adapter"), others.Length == 0);
    }

    // The refusals above mean something only where the adapter is taken without the fault.
    private static void Read(string folder, bool isSound)
    {
        if (isSound)
        {
            PeftAdapter.Read(folder).Dispose();
        }
    }
}
