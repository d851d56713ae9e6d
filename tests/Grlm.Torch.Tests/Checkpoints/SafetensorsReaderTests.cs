using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class SafetensorsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string FilePath => _folder.PathOf("some.safetensors");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(StoredType.F32)]
    [InlineData(StoredType.F16)]
    [InlineData(StoredType.BF16)]
    public void Write_ThenRead_GivesEveryNumberOfTheTypeBack(StoredType type)
    {
        // More than a chunk of the writer, and no multiple of one.
        var values = randn((1 << 20) + 13);
        SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("a", values), new("b", values.narrow(0, 5, 3))]), type);

        using var reader = SafetensorsReader.Open(FilePath, "");
        var exact = values.to(type.ToScalarType());
        var same = empty_like(exact);
        var widened = empty_like(values);
        reader.ReadInto("a", same);
        reader.ReadInto("a", widened);

        Assert.True(exact.bytes.SequenceEqual(same.bytes));
        Assert.Equal(exact.to(ScalarType.Float32).ToBits(), widened.ToBits());
        Assert.Equal(["a", "b"], PlainSafetensors.ReadFile(FilePath).Select(entry => entry.Name));
    }

    [Fact]
    public void ReadInto_FillsViewsInPlace()
    {
        SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("a", arange(6, ScalarType.Float32).view(2, 3))]), StoredType.F32);
        using var reader = SafetensorsReader.Open(FilePath, "");
        var flat = zeros(10);
        var transposed = zeros(3, 2);
        reader.ReadInto("a", flat.narrow(0, 2, 6).view(2, 3));
        reader.ReadInto("a", transposed.t());
        Assert.Equal([0, 0, 0, 1, 2, 3, 4, 5, 0, 0], flat.ToArray());
        Assert.Equal([0, 3, 1, 4, 2, 5], transposed.ToArray());
    }

    [Fact]
    public void ReadInto_FillsAParameterThatNeedsAGradient()
    {
        SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("a", ones(3))]), StoredType.F32);
        using var reader = SafetensorsReader.Open(FilePath, "");
        var parameter = zeros(3, requires_grad: true);
        reader.ReadInto("a", parameter);
        Assert.Equal([1, 1, 1], parameter.ToArray());
        Assert.True(parameter.requires_grad);
    }

    [Fact]
    public void Open_TellsOfOtherTypes_AndReadIntoRefusesThemByName()
    {
        WriteRaw(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}," +
            "\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[4,12]}}", 12);
        using var reader = SafetensorsReader.Open(FilePath, "");
        Assert.Equal(["a", "ids"], reader.Names);
        Assert.Equal(["a"], reader.Tensors.Keys);
        var error = Assert.Throws<InvalidInputException>(() => reader.ReadInto("ids", zeros(1)));
        Assert.Contains("'ids' is of type I64", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F5\",\"shape\":[1],\"data_offsets\":[0,8]}}", "'F5'")]
    [InlineData("{\"a\":{\"dtype\":\"f32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "'f32'")]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,8]}}", "does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}}", "does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-9223372036854775808,8]}}", "does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,0],\"data_offsets\":[0,0]}}", "does not fit its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"shape\":[2]}}",
        "not a sound")] // a key twice within an entry
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "not a sound")]
    public void Open_RefusesEveryHeaderThatIsNotSound(string header, string problem)
    {
        WriteRaw(header, 8);
        var error = Assert.Throws<InvalidInputException>(() => SafetensorsReader.Open(FilePath, ""));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RefusesAHeaderOfMoreThan100Megabytes()
    {
        using (var stream = File.Create(FilePath))
        {
            stream.Write(BitConverter.GetBytes(SafetensorsHeader.MaximumLength + 1));
            stream.SetLength(SafetensorsHeader.MaximumLength + 100); // a hole: it takes no room on the disk
        }

        Assert.Contains("claims 100,000,001 bytes",
            Assert.Throws<InvalidInputException>(() => SafetensorsReader.Open(FilePath, "")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoredType.F32, float.NaN)]
    [InlineData(StoredType.F32, float.NegativeInfinity)]
    [InlineData(StoredType.BF16, float.NaN)]
    [InlineData(StoredType.BF16, float.PositiveInfinity)]
    public void ReadInto_RefusesWhatIsNotFinite_ByName(StoredType type, float value)
    {
        var values = zeros(77);
        values.narrow(0, 76, 1).fill_(value);
        SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("bad", values)]), type);
        using var reader = SafetensorsReader.Open(FilePath, "");
        Assert.Contains("'bad'", Assert.Throws<InvalidInputException>(() => reader.ReadInto("bad", zeros(77))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ReadInto_TakesTheLargestNumbers()
    {
        SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("a", full(20, float.MaxValue)), new("b", full(20, -float.MaxValue))]),
            StoredType.F32);
        using var reader = SafetensorsReader.Open(FilePath, "");
        var values = zeros(20);
        reader.ReadInto("b", values);
        Assert.Equal(-float.MaxValue, values.ToArray()[19]);
    }

    [Fact]
    public void Write_RefusesWhatDoesNotFitTheType_AndLeavesTheOldFile()
    {
        File.WriteAllText(FilePath, "old");
        var error = Assert.Throws<InvalidInputException>(
            () => SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("large", full(3, 70000f))]), StoredType.F16));
        Assert.Contains("'large'", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(FilePath));
    }

    [Fact]
    public void Write_RefusesANameTwice()
        => Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("a", ones(1)), new("a", ones(1))]), StoredType.F32));

    [Fact]
    public void WriteAndRead_LeaveNoTensor()
    {
        var values = randn(100, 100).t();
        var target = empty(100, 100, dtype: ScalarType.BFloat16).t();
        var before = LiveTensors.Count();
        SafetensorsWriter.Write(FilePath, TensorToStore.Of([new("a", values)]), StoredType.F16);
        using (var reader = SafetensorsReader.Open(FilePath, ""))
        {
            reader.ReadInto("a", target);
        }

        LiveTensors.AssertCount(before);
    }

    [Fact]
    public void Open_RefusesLinksInACircle()
    {
        File.CreateSymbolicLink(FilePath, _folder.PathOf("other"));
        File.CreateSymbolicLink(_folder.PathOf("other"), FilePath);
        Assert.Contains(FilePath, Assert.Throws<InvalidInputException>(() => SafetensorsReader.Open(FilePath, "")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NeverWaitsForAPipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There are no named pipes among files here.");
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [FilePath]);
        mkfifo.WaitForExit();
        Assert.Throws<InvalidInputException>(() => SafetensorsReader.Open(FilePath, ""));
    }

    private void WriteRaw(string header, int data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. new byte[data]]);
    }
}
