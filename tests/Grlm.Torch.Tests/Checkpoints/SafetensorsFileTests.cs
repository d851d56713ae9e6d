using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf("some.safetensors");

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Write_ThenReadIntoGivesEveryNumberBack()
    {
        var flat = randn(100);
        KeyValuePair<string, Tensor>[] written =
        [
            new("view \"quoted\" ü", flat.narrow(0, 7, 6).view(2, 3)), new("transposed", randn(3, 4).t()), new("empty", zeros(0, 5)),
            new("scalar", randn(1).view([])),
        ];
        SafetensorsFile.Write(FilePath, written, new Dictionary<string, string> { ["format"] = "pt" });

        KeyValuePair<string, Tensor>[] read =
            [.. written.Select(tensor => new KeyValuePair<string, Tensor>(tensor.Key, full(tensor.Value.shape, -1f)))];
        SafetensorsFile.ReadInto(FilePath, read);

        Assert.All(written.Zip(read), pair => Assert.Equal(pair.First.Value.ToBits(), pair.Second.Value.ToBits()));
        Assert.Equal(0, (new FileInfo(FilePath).Length - (6 + 12 + 1) * sizeof(float)) % 8); // the numbers begin at a multiple of eight
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Write_LeavesNoTensor()
    {
        using var set = new ParameterSet([new("a", [2]), new("b", [3])], CPU);
        var before = LiveTensors.Count();
        SafetensorsFile.Write(FilePath, set.Named);
        SafetensorsFile.ReadInto(FilePath, set.Named);
        LiveTensors.AssertCount(before);
    }

    [Fact]
    public void ReadInto_ReadsAFileOfTheReferenceImplementation()
    {
        var path = Repository.SharedFile("golden/tiny_qwen3_tied/model.safetensors");
        var bytes = File.ReadAllBytes(path);
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        var entry = header.RootElement.GetProperty("model.norm.weight");
        Assert.SkipUnless(entry.GetProperty("dtype").GetString() == "F32", "The file is not in float32.");
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];
        var target = zeros(shape);

        SafetensorsFile.ReadInto(path, [new("model.norm.weight", target)], mayStay: _ => true);

        var begin = 8 + headerLength + entry.GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(begin)), target.ToArray()[0]);
        Assert.Equal(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(begin + (4 * ((int)target.numel() - 1)))), target.ToArray()[^1]);
    }

    [Fact]
    public void ReadInto_NamesATensorThatNothingReads()
    {
        SafetensorsFile.Write(FilePath, [new("a", zeros(2)), new("b", zeros(3))]);
        var target = zeros(2);
        var error = Assert.Throws<InvalidInputException>(() => SafetensorsFile.ReadInto(FilePath, [new("a", target)]));
        Assert.Contains("tensor 'b'", error.Message, StringComparison.Ordinal);
        SafetensorsFile.ReadInto(FilePath, [new("a", target)], mayStay: name => name == "b");
    }

    [Fact]
    public void ReadInto_NamesTheFileThatIsMissing()
        => Assert.Contains(FilePath, Assert.Throws<MissingPrerequisiteException>(Read).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("b", new long[] { 2 }, "has no tensor 'b'")]
    [InlineData("a", new long[] { 2, 1 }, "[2] where [2, 1] is needed")]
    public void ReadInto_RefusesAFileWithOtherTensors(string name, long[] shape, string reason)
    {
        SafetensorsFile.Write(FilePath, [new("a", zeros(2))]);
        var error = Assert.Throws<InvalidInputException>(() => SafetensorsFile.ReadInto(FilePath, [new(name, zeros(shape))]));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":3}")]
    [InlineData("{\"a\":{}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":null,\"data_offsets\":[0,8]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":null}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}")] // behind the end
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}")] // a hole before it
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")] // something behind it
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}," +
        "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}")] // twice
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}," +
        "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}")] // overlap
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4611686018427387904,16],\"data_offsets\":[0,0]}}")]
    public void ReadInto_RefusesEveryHeaderThatIsNotSound(string header)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. new byte[8]]);

        Assert.Contains(FilePath, Assert.Throws<InvalidInputException>(Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(0L)]
    [InlineData(1L << 20)]
    [InlineData(long.MaxValue)]
    public void ReadInto_RefusesALengthOfTheHeaderThatLies(long length)
    {
        var bytes = SoundFile();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);
        Assert.Throws<InvalidInputException>(Read);
    }

    [Fact]
    public void ReadInto_RefusesEveryTruncation()
    {
        var bytes = SoundFile();
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(FilePath, bytes[..length]);
            Assert.Throws<InvalidInputException>(Read);
        }
    }

    [Fact]
    public void ReadInto_ReadsOrRefusesDamagedBytesAndThrowsNothingElse()
    {
        var sound = SoundFile();
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).List[1, 4].Sample(damages =>
        {
            byte[] bytes = [.. sound];
            foreach (var (place, value) in damages)
            {
                bytes[place] = value;
            }

            File.WriteAllBytes(FilePath, bytes);
            try
            {
                Read();
            }
            catch (InvalidInputException)
            {
                // Refused: sound as well. Anything else fails the test.
            }
        }, threads: 1, iter: 2_000);
    }

    private byte[] SoundFile()
    {
        SafetensorsFile.Write(FilePath, [new("a", ones(2)), new("b", ones(3, 1))], new Dictionary<string, string> { ["k"] = "v" });
        return File.ReadAllBytes(FilePath);
    }

    private void Read()
    {
        using var target = zeros(2);
        SafetensorsFile.ReadInto(FilePath, [new("a", target)]);
    }
}
