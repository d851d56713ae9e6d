using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

public sealed class LanguageModelConfigTests
{
    [Theory]
    [InlineData("llama", false, false, false)]
    [InlineData("qwen2", true, false, false)]
    [InlineData("qwen3", false, false, true)]
    public void Parse_KnowsWhatSetsFamiliesApart(string family, bool inputBias, bool outputBias, bool norms)
    {
        var config = TinyCheckpoint.Config(family);
        Assert.Equal((inputBias, outputBias, norms), (config.QueryKeyValueBias, config.AttentionOutputBias, config.QueryKeyNorm));
        Assert.Equal([8, 9], config.EndTokens);
        Assert.Equal(1, config.BeginToken);
        Assert.Null(config.PadToken);
    }

    [Theory]
    [InlineData("""{"rope_theta":500000.0,"rope_scaling":{"type":"linear","factor":2.0}}""")]
    [InlineData("""{"rope_theta":500000.0,"rope_scaling":{"rope_type":"linear","factor":2.0}}""")]
    [InlineData("""{"rope_parameters":{"rope_type":"linear","factor":2.0,"rope_theta":500000.0}}""")]
    [InlineData("""{"rope_theta":1.0,"rope_scaling":null,"rope_parameters":{"rope_type":"linear","factor":2.0,"rope_theta":500000.0}}""")]
    public void Parse_ReadsOldAndNewNamesOfRotaryScaling(string settings)
        => Assert.Equal(new RotaryConfig(RotaryKind.Linear, 500000, 2, 64), Parse(settings).Rotary);

    [Theory]
    [InlineData("""{"dtype":"bfloat16"}""", StoredType.BF16)]
    [InlineData("""{"torch_dtype":"float16"}""", StoredType.F16)]
    [InlineData("""{"torch_dtype":"float16","dtype":"bfloat16"}""", StoredType.BF16)]
    [InlineData("""{"torch_dtype":null}""", StoredType.F32)]
    public void Parse_ReadsOldAndNewNamesOfTheType(string settings, StoredType type) => Assert.Equal(type, Parse(settings).StoredType);

    [Fact]
    public void Parse_KnowsTheDefaultWidthOfHeads()
    {
        Assert.Equal(4, Parse("""{"model_type":"llama","head_dim":null}""").HeadSize);
        Assert.Equal(128, Parse("""{"model_type":"qwen3","head_dim":null}""").HeadSize);
        Assert.Equal(2, Parse("""{"num_key_value_heads":null}""").KeyValueHeadCount);
    }

    [Theory]
    [InlineData("""{"model_type":"mistral"}""", "'mistral'")]
    [InlineData("""{"model_type":null}""", "'model_type'")]
    [InlineData("""{"model_type":"\ud800"}""", "not valid JSON")]
    [InlineData("""{"hidden_act":"gelu"}""", "'gelu'")]
    [InlineData("""{"use_sliding_window":true}""", "sliding window")]
    [InlineData("""{"quantization_config":{"bits":4}}""", "quantised")]
    [InlineData("""{"num_key_value_heads":3}""", "cannot share")]
    [InlineData("""{"head_dim":5}""", "odd width")]
    [InlineData("""{"hidden_size":0}""", "'hidden_size'")]
    [InlineData("""{"hidden_size":-8}""", "'hidden_size'")]
    [InlineData("""{"hidden_size":9223372036854775807}""", "'hidden_size'")]
    [InlineData("""{"hidden_size":8.5}""", "'hidden_size'")]
    [InlineData("""{"vocab_size":null}""", "'vocab_size'")]
    [InlineData("""{"rms_norm_eps":1e999}""", "'rms_norm_eps'")]
    [InlineData("""{"rms_norm_eps":0}""", "'rms_norm_eps'")]
    [InlineData("""{"rope_scaling":{"rope_type":"dynamic"}}""", "'dynamic'")]
    [InlineData("""{"rope_scaling":{"rope_type":"linear"}}""", "'factor'")]
    [InlineData("""{"rope_scaling":{"rope_type":"linear","factor":-1}}""", "'factor'")]
    [InlineData("""{"rope_scaling":[]}""", "'rope_scaling'")]
    [InlineData("""{"rope_theta":0}""", "'rope_theta'")]
    [InlineData("""{"partial_rotary_factor":0.5}""", "0.5")]
    [InlineData("""{"torch_dtype":"int8"}""", "'int8'")]
    [InlineData("""{"eos_token_id":"end"}""", "'eos_token_id'")]
    [InlineData("""{"eos_token_id":[null]}""", "'eos_token_id'")]
    public void Parse_RefusesWhatTheNetworkDoesNotCompute_ByName(string settings, string problem)
    {
        var error = Assert.Throws<InvalidInputException>(() => Parse(settings));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("some/config.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"model_type\":\"llama\",\"model_type\":\"llama\"}")]
    [InlineData("{\"model_type\":\"llama\",\"rope_scaling\":{\"factor\":1,\"factor\":2}}")] // further down as well
    public void Parse_RefusesWhatIsNoSoundJson(string json)
        => Assert.Contains("some/config.json",
            Assert.Throws<InvalidInputException>(() => LanguageModelConfig.Parse(json, "some/config.json")).Message,
            StringComparison.Ordinal);

    /// <summary>The tiny model's configuration with some settings changed.</summary>
    private static LanguageModelConfig Parse(string settings)
    {
        // As text: half a surrogate pair does not survive being read.
        var others = TinyCheckpoint.ConfigJson();
        var changed = (JsonObject)JsonNode.Parse(settings)!;
        foreach (var (key, _) in changed)
        {
            others.Remove(key);
        }

        return LanguageModelConfig.Parse($"{others.ToJsonString()[..^1]},{settings[1..]}", "some/config.json");
    }
}
