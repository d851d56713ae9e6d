namespace Grlm.EndToEnd.Tests;

public sealed class ModelInfoCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();

    private string Model => Path.Combine(_product.Folder.Path, "tiny");

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Info_PrintsOneJsonDocument()
    {
        TinyModel.Write(Model);
        var json = (await _product.RunAsync("model", "info", "tiny", "--json")).Json();
        Assert.Equal("LlamaForCausalLM", json.GetProperty("architecture").GetString());
        Assert.Equal("llama", json.GetProperty("family").GetString());
        Assert.Equal(TinyModel.Parameters, json.GetProperty("parameters").GetInt64());
        Assert.Equal(80, json.GetProperty("embeddingParameters").GetInt64());
        Assert.Equal(TinyModel.Parameters, json.GetProperty("storedTypes").GetProperty("F32").GetInt64());
        Assert.Equal("model.safetensors", json.GetProperty("files")[0].GetString());
        Assert.Equal(new FileInfo(Path.Combine(Model, "model.safetensors")).Length, json.GetProperty("bytes").GetInt64());
        Assert.Equal(64, json.GetProperty("contextLength").GetInt32());
        Assert.Equal("default", json.GetProperty("rotary").GetString());
        Assert.True(json.GetProperty("hasTokenizer").GetBoolean());
        Assert.True(json.GetProperty("hasChatTemplate").GetBoolean());
        Assert.Equal(4 * TinyModel.Parameters, json.GetProperty("toRun").GetProperty("weights").GetInt64());
        Assert.Equal(12 * TinyModel.Parameters, json.GetProperty("toTune").GetProperty("training").GetInt64());
        Assert.Equal(16 * 16 * (16 + 12 + 12 + 16 + 20 + 20 + 20), json.GetProperty("toTuneAdapter").GetProperty("training").GetInt64());
        Assert.InRange(json.GetProperty("machine").GetProperty("free").GetInt64(),
            1, json.GetProperty("machine").GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Info_PrintsATable()
    {
        TinyModel.Write(Model);
        var result = await _product.RunAsync("model", "info", "tiny");
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches("model-info",
            string.Join('\n', result.Output.Split('\n').TakeWhile(line => !line.Contains("this machine", StringComparison.Ordinal))));
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Info_ExitsWith4_WhereThereIsNoModel()
    {
        var result = await _product.RunAsync("model", "info", "tiny");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("grlm model pull", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors", "")]
    [InlineData("model.safetensors", "these are no weights")]
    [InlineData("config.json", "{\"model_type\": \"mamba\"}")]
    [InlineData("config.json", "[")]
    [InlineData("generation_config.json", "{\"temperature\": \"hot\"}")]
    public async Task Info_ExitsWith3_OnHostileFiles(string name, string content)
    {
        TinyModel.Write(Model);
        File.WriteAllText(Path.Combine(Model, name), content);
        await AssertExitsWith3Async(name);
    }

    [Fact]
    public async Task Info_ExitsWith3_OnHostileLengthsNamesAndLinks()
    {
        TinyModel.Write(Model);
        var weights = Path.Combine(Model, "model.safetensors");
        var index = Path.Combine(Model, "model.safetensors.index.json");
        var sound = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, .. sound[8..]]);
        await AssertExitsWith3Async("header claims");

        File.WriteAllBytes(weights, sound[..^1]);
        await AssertExitsWith3Async("model.safetensors");

        File.Delete(weights);
        File.CreateSymbolicLink(weights, "model.safetensors");
        await AssertExitsWith3Async("model.safetensors");

        File.Delete(weights);
        File.WriteAllText(index, "{\"weight_map\": {\"model.norm.weight\": \"../../../../etc/passwd\"}}");
        await AssertExitsWith3Async("../../../../etc/passwd");

        File.Delete(index);
        File.WriteAllBytes(Path.Combine(Model, "model.gguf"), [.. "GGUF"u8, 3, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 16)]);
        await AssertExitsWith3Async("model.gguf");
    }

    private async Task AssertExitsWith3Async(string named)
    {
        var result = await _product.RunAsync("model", "info", "tiny");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(named, result.Messages, StringComparison.Ordinal);
    }
}
