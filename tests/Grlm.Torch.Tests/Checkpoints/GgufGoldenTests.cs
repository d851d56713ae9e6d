using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>GGUF files that other implementations wrote.</summary>
[Collection(typeof(TorchCollection))]
public sealed class GgufGoldenTests
{
    [Fact]
    public void ReadInto_GivesTheValuesOfTheReferenceImplementation()
    {
        using var file = GgufFile.Open(Repository.SharedFile("golden/gguf/tiny.gguf"));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Repository.SharedFile("golden/gguf/expected.json")));
        Assert.Equal(expected.RootElement.EnumerateObject().Select(entry => entry.Name).Order(), file.Tensors.Keys.Order());
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];
            using var values = empty(shape);
            file.ReadInto(entry.Name, values);
            Assert.Equal(entry.Value.GetProperty("values").EnumerateArray().Select(value => (float)value.GetDouble()), values.ToArray());
        }
    }

    [Fact]
    public void Metadata_HoldNumbersTextsAndLists()
    {
        using var file = GgufFile.Open(Repository.SharedFile("golden/gguf/tiny.gguf"));
        Assert.NotEqual("", file.Metadata.Architecture);
        Assert.Contains(file.Metadata.Values, pair => file.Metadata.Integer(pair.Key) is not null);
        Assert.Contains(file.Metadata.Values, pair => pair.Value is string[] { Length: > 0 });
    }

    [Fact]
    public void Open_TellsFromMetadataAloneWhatTheConfigSays()
    {
        var folder = Repository.SharedFolder("models/SmolLM2-135M-Instruct");
        using var checkpoint = ModelCheckpoint.Open(folder);
        using var gguf = GgufFile.Open(checkpoint.WeightFiles[0]);

        var config = LanguageModelConfig.Parse(GgufConfig.Create(gguf, "x.gguf").ToJsonString(), "x.gguf");

        var expected = checkpoint.Config;
        Assert.Equal(expected.EndTokens, config.EndTokens);
        Assert.Equal(expected with { Source = config.Source, EndTokens = config.EndTokens, StoredType = config.StoredType }, config);
    }
}
