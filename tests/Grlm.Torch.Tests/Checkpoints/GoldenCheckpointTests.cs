using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Checkpoints that other implementations wrote, read here, written here and read again.</summary>
[Collection(typeof(TorchCollection))]
public sealed class GoldenCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Folders => [.. Repository.SharedFoldersWith("golden", "config.json")];

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Open_ReadsEveryTensorBitForBit(string name)
    {
        using var checkpoint = ModelCheckpoint.Open(Repository.SharedFolder(name));
        foreach (var tensor in PlainSafetensors.ReadFolder(checkpoint.Folder))
        {
            Assert.Equal(tensor.Shape, checkpoint.Weights.Tensors[tensor.Name].Shape);
            Assert.Equal(tensor.Bits, Bits(checkpoint.Weights, tensor.Name, checkpoint.Weights.Tensors[tensor.Name].Type.ToScalarType()));
        }

        Assert.Equal(PlainSafetensors.ReadFolder(checkpoint.Folder).Count, checkpoint.Weights.Tensors.Count);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Save_WritesWhatOthersRead_AndItComesBackBitForBit(string name)
    {
        using var original = ModelCheckpoint.Open(Repository.SharedFolder(name));
        var type = original.Config.StoredType;
        var tensors = LanguageModelTensors.NamesAndShapes(original.Config)
            .Select(tensor => KeyValuePair.Create(tensor.Key, Load(original.Weights, tensor))).ToList();
        var longest = tensors.Max(tensor => tensor.Value.numel()) * type.Size();

        foreach (var shard in (long[])[CheckpointWriter.DefaultMaximumShard, longest])
        {
            CheckpointWriter.Save(_folder.PathOf("saved"), original.Config, tensors, type, original.GenerationDefaults, null, shard);

            using var saved = ModelCheckpoint.Open(_folder.PathOf("saved"));
            Assert.Equal(shard == longest, saved.WeightFiles.Count > 1);
            Assert.Equal(original.Config with { Source = saved.Config.Source, EndTokens = saved.Config.EndTokens }, saved.Config);
            Assert.Equal(original.Config.EndTokens, saved.Config.EndTokens);
            Assert.Equal(original.GenerationDefaults.ToJson().ToJsonString(), saved.GenerationDefaults.ToJson().ToJsonString());
            var expected = PlainSafetensors.ReadFolder(original.Folder).ToDictionary(tensor => tensor.Name);
            var actual = PlainSafetensors.ReadFolder(saved.Folder); // throws where the format's rules are broken
            Assert.Equal(expected.Keys.Order(), actual.Select(tensor => tensor.Name).Order());
            Assert.All(actual, tensor => Assert.Equal(expected[tensor.Name].Bits, tensor.Bits));
            Assert.All(actual, tensor => Assert.Equal(expected[tensor.Name].Shape, tensor.Shape));
            Assert.All(actual, tensor => Assert.Equal(type.ToString(), tensor.Type));
        }
    }

    private static Tensor Load(ITensorSource weights, KeyValuePair<string, long[]> tensor)
    {
        var values = empty(tensor.Value);
        weights.ReadInto(tensor.Key, values);
        return values;
    }

    private static byte[] Bits(ITensorSource weights, string name, ScalarType type)
    {
        using var values = empty(weights.Tensors[name].Shape, dtype: type);
        weights.ReadInto(name, values);
        return values.bytes.ToArray();
    }
}
