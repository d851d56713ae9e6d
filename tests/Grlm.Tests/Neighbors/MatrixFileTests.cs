using System.Buffers.Binary;
using System.Text;

namespace Grlm.Tests;

public sealed class MatrixFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ReadsBackTheSame_AndStartsTheNumbersAtAMultipleOfEight()
    {
        var path = _folder.Write("m.safetensors", "");
        MatrixFile.Write(path, "embeddings", Vectors.Of([1, 2, 3], [4, 5, float.Epsilon]));
        var matrix = MatrixFile.Read(path, "embeddings");
        Assert.Equal((2, 3), (matrix.Count, matrix.Width));
        Assert.Equal([4f, 5f, float.Epsilon], matrix[1].ToArray());
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        Assert.Equal(bytes.Length - 24, 8 + BinaryPrimitives.ReadInt64LittleEndian(bytes));
    }

    [Theory]
    [InlineData("""{"embeddings":{"dtype":"F16","shape":[1,1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[2,1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""", 8)]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"other":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("[]", 4)]
    [InlineData("{", 4)]
    public void Read_RefusesAFileThatIsNotSound(string header, int numbers)
    {
        var path = _folder.Write("m.safetensors", "");
        var json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[numbers]]);
        Assert.Throws<InvalidInputException>(() => MatrixFile.Read(path, "embeddings"));
    }

    [Fact]
    public void Read_RefusesAHeaderThatIsLongerThanTheFile_AndAFileThatIsMissing()
    {
        var path = _folder.Write("m.safetensors", "12345678{}");
        Assert.Throws<InvalidInputException>(() => MatrixFile.Read(path, "embeddings"));
        Assert.Throws<InvalidInputException>(() => MatrixFile.Read(_folder.Write("short", "1"), "embeddings"));
        Assert.Throws<MissingPrerequisiteException>(() => MatrixFile.Read(path + ".not", "embeddings"));
    }
}
