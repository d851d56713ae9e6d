using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf("some.gguf");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama", new float[] { 0, 2, 1, 3, 4, 6, 5, 7 }, new float[] { 0, 2, 1, 3 })]
    [InlineData("qwen2", new float[] { 0, 1, 2, 3, 4, 5, 6, 7 }, new float[] { 0, 1, 2, 3 })]
    [InlineData("qwen3", new float[] { 0, 1, 2, 3, 4, 5, 6, 7 }, new float[] { 0, 1, 2, 3 })]
    public void ReadInto_UndoesThePermutationOfLlamaFamilies_AHeadAtATime(string family, float[] queries, float[] keys)
    {
        // Every number is the number of its row in the file: a head of four has rows 0 2 1 3 (pairs of a row and its partner half a head
        // on).
        File.WriteAllBytes(FilePath, new GgufBuilder().Model(family, RowNumbers).ToArray());
        using var file = GgufFile.Open(FilePath);
        Assert.Equal(queries, FirstColumn(file, "model.layers.0.self_attn.q_proj.weight"));
        Assert.Equal(keys, FirstColumn(file, "model.layers.0.self_attn.k_proj.weight"));
        Assert.Equal([0, 1, 2, 3], FirstColumn(file, "model.layers.0.self_attn.v_proj.weight"));
    }

    [Fact]
    public void ReadInto_UndoesThePermutationOfBlocks_AcrossChunks()
    {
        // 96 rows of 4096 numbers in blocks: more than a chunk, and the chunk's end lies within a row.
        const int rows = 96, columns = 4096;
        var blocks = new byte[rows * columns / 32 * 34];
        for (var block = 0; block < blocks.Length / 34; block++)
        {
            BitConverter.TryWriteBytes(blocks.AsSpan(block * 34), BitConverter.HalfToUInt16Bits((Half)1));
            blocks.AsSpan((block * 34) + 2, 32).Fill((byte)(block / (columns / 32)));
        }

        File.WriteAllBytes(FilePath, new GgufBuilder().Add("general.architecture", "llama").Add("llama.attention.head_count", 2)
            .Tensor("blk.0.attn_q.weight", [rows, columns], 8, blocks).ToArray());
        using var file = GgufFile.Open(FilePath);
        using var values = empty(rows, columns);
        file.ReadInto("model.layers.0.self_attn.q_proj.weight", values);

        var expected = Enumerable.Range(0, rows).Select(row => (row / 48 * 48) + (row % 48 % 24 * 2) + (row % 48 / 24));
        Assert.Equal(expected.SelectMany(row => Enumerable.Repeat((float)row, columns)), values.ToArray());
    }

    [Fact]
    public void ReadInto_WorksOutBlocks()
    {
        var nibbles = Enumerable.Range(0, 16).Select(place => (byte)(place | ((15 - place) << 4))).ToArray(); // 0 … 15, then 15 … 0
        byte[] half = [.. BitConverter.GetBytes(BitConverter.HalfToUInt16Bits((Half)0.5f))],
            three = [.. BitConverter.GetBytes(BitConverter.HalfToUInt16Bits((Half)3))];
        File.WriteAllBytes(FilePath, new GgufBuilder()
            .Tensor("q4_0", [32], 2, [.. half, .. nibbles])
            .Tensor("q4_1", [32], 3, [.. half, .. three, .. nibbles])
            .Tensor("q8_0", [32], 8, [.. half, .. Enumerable.Range(-16, 32).Select(value => (byte)(sbyte)value)])
            .ToArray());
        using var file = GgufFile.Open(FilePath);
        int[] numbers = [.. Enumerable.Range(0, 16), .. Enumerable.Range(0, 16).Reverse()];
        Assert.Equal(numbers.Select(number => (number - 8) * 0.5f), FirstColumn(file, "q4_0"));
        Assert.Equal(numbers.Select(number => (number * 0.5f) + 3), FirstColumn(file, "q4_1"));
        Assert.Equal(Enumerable.Range(-16, 32).Select(number => number * 0.5f), FirstColumn(file, "q8_0"));
    }

    [Fact]
    public void Metadata_ReadsEveryType()
    {
        File.WriteAllBytes(FilePath, new GgufBuilder()
            .Add("u8", 0, writer => writer.Write((byte)200)).Add("i8", 1, writer => writer.Write((sbyte)-2))
            .Add("u16", 2, writer => writer.Write((ushort)60000)).Add("i16", 3, writer => writer.Write((short)-300))
            .Add("u32", 4000000000u).Add("i32", 5, writer => writer.Write(-70000)).Add("f32", 1e-5f).Add("bool",
                7, writer => writer.Write(true))
            .Add("text", "ü").Add("u64", 10, writer => writer.Write(ulong.MaxValue)).Add("i64", 11, writer => writer.Write(-5L))
            .Add("f64", 12, writer => writer.Write(0.1))
            .Add("numbers", 9, writer => { writer.Write(5u); writer.Write(2UL); writer.Write(7); writer.Write(-7); })
            .Add("truths", 9, writer => { writer.Write(7u); writer.Write(2UL); writer.Write(false); writer.Write(true); })
            .Add("lists", 9, writer =>
            {
                writer.Write(9u); writer.Write(1UL); writer.Write(8u); writer.Write(1UL); GgufBuilder.Write(
                writer, "deep");
            })
            .ToArray());
        using var file = GgufFile.Open(FilePath);
        var metadata = file.Metadata;
        Assert.Equal([200L, -2L, 60000L, -300L, 4000000000L, -70000L, -5L],
            ((string[])["u8", "i8", "u16", "i16", "u32", "i32", "i64"]).Select(key => metadata.Integer(key)!.Value));
        Assert.Null(metadata.Integer("u64"));
        Assert.Null(metadata.Integer("text"));
        Assert.Equal(1e-5, metadata.Number("f32")); // the decimal fraction, not the nearest float
        Assert.Equal(0.1, metadata.Number("f64"));
        Assert.Equal("ü", metadata.Text("text"));
        Assert.Equal(true, metadata.Values["bool"]);
        Assert.Equal([7, -7], Assert.IsType<int[]>(metadata.Values["numbers"]));
        Assert.Equal([false, true], Assert.IsType<bool[]>(metadata.Values["truths"]));
        Assert.Equal(["deep"], Assert.IsType<string[]>(Assert.IsType<object[]>(metadata.Values["lists"])[0]));
    }

    [Theory]
    [InlineData("llama", true)]
    [InlineData("qwen2", false)]
    [InlineData("qwen3", true)]
    public void Open_MakesTheConfigurationFromMetadata(string family, bool tied)
    {
        File.WriteAllBytes(FilePath, new GgufBuilder().Model(family, RowNumbers, tied).ToArray());
        using var checkpoint = ModelCheckpoint.Open(FilePath);
        var expected = TinyCheckpoint.Config(family, tied);
        Assert.Equal([8, 9], checkpoint.Config.EndTokens);
        Assert.Equal(expected with { Source = checkpoint.Config.Source, EndTokens = checkpoint.Config.EndTokens }, checkpoint.Config);
        Assert.Equal([8, 9], checkpoint.GenerationDefaults.EndTokens);
    }

    [Fact]
    public void Open_ReadsRotaryScaling()
    {
        File.WriteAllBytes(FilePath, new GgufBuilder().Model("qwen3", RowNumbers)
            .Add("qwen3.rope.scaling.type", "yarn").Add("qwen3.rope.scaling.factor", 4f).Add("qwen3.rope.scaling.original_context_length",
                16).ToArray());
        using var checkpoint = ModelCheckpoint.Open(FilePath);
        Assert.Equal(new RotaryConfig(RotaryKind.Yarn, 10000, 4, 16), checkpoint.Config.Rotary);
    }

    [Fact]
    public void Open_TakesTheConfigBesideItFirst()
    {
        File.WriteAllBytes(FilePath, new GgufBuilder().Model("qwen3", RowNumbers).ToArray());
        var config = TinyCheckpoint.ConfigJson();
        config["max_position_embeddings"] = 4096;
        File.WriteAllText(_folder.PathOf("config.json"), config.ToJsonString());
        using var checkpoint = ModelCheckpoint.Open(_folder.Root);
        Assert.Equal(4096, checkpoint.Config.MaximumPositions);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public void Open_KnowsLlama3sScalingByItsTable(double factor)
    {
        // Heads of four at a base of 500,000: pairs turn by 1 and 0.0014142 a position, that is 1,304 and 1.844 times over 8,192 positions.
        // The first is kept; of the second (1.844 - 1) / 3 is kept and the rest divided by the factor.
        var kept = ((8192 / Math.Sqrt(500_000) / (2 * Math.PI)) - 1) / 3;
        var divisor = 1 / (kept + ((1 - kept) / factor));
        File.WriteAllBytes(FilePath, Llama3(1, (float)divisor));
        using var checkpoint = ModelCheckpoint.Open(FilePath);
        Assert.Equal(new RotaryConfig(RotaryKind.Llama3, 500_000, factor, 8192), checkpoint.Config.Rotary);

        File.WriteAllBytes(FilePath, Llama3(1.01f, (float)divisor));
        Assert.Contains("rotary scaling is a table", Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(FilePath)).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Llama3(params float[] table)
        => new GgufBuilder().Model("llama", RowNumbers, theta: 500_000).Tensor("rope_freqs.weight", [table.Length], table).ToArray();

    [Fact]
    public void Open_RefusesWhatMetadataDoNotSay()
    {
        AssertRefused("put the original model's config.json beside it",
            new GgufBuilder().Model("llama", RowNumbers).Tensor("rope_freqs.weight", [2], 1, 8));
        AssertRefused("scales attention by 0.5", new GgufBuilder().Model("llama", RowNumbers).Add("llama.rope.scaling.attn_factor", 0.5f));
        AssertRefused("mixture of experts", new GgufBuilder().Model("llama", RowNumbers).Add("llama.expert_count", 8));
        AssertRefused("'gpt2'", new GgufBuilder().Add("general.architecture", "gpt2"));
        AssertRefused("its architecture is ''", new GgufBuilder());
        AssertRefused("turns only 0.5", new GgufBuilder().Model("llama", RowNumbers).Add("llama.rope.dimension_count", 2));
        AssertRefused("'llama.rope.scaling.factor' is NaN",
            new GgufBuilder().Model("llama", RowNumbers).Add("llama.rope.scaling.factor", float.NaN));
        AssertRefused("'longrope'", new GgufBuilder().Model("llama", RowNumbers).Add("llama.rope.scaling.type", "longrope"));
    }

    [Fact]
    public void Open_RefusesEveryHeaderThatIsNotSound()
    {
        AssertRefused("does not begin with GGUF", new GgufBuilder { Magic = 0x47475546 });
        AssertRefused("of version 1", new GgufBuilder { Version = 1 });
        AssertRefused("of version 50331648", new GgufBuilder { Version = 0x03000000 }); // the other byte order
        AssertRefused("claims more than", new GgufBuilder { TensorCount = ulong.MaxValue });
        AssertRefused("claims more than", new GgufBuilder { PairCount = ulong.MaxValue });
        AssertRefused("claims more than", new GgufBuilder().Add("text", 8, writer => writer.Write(ulong.MaxValue)));
        AssertRefused("claims more than", new GgufBuilder().Add("list", 9, writer => { writer.Write(8u); writer.Write(ulong.MaxValue); }));
        AssertRefused("claims more than", new GgufBuilder().Add("list", 9, writer => { writer.Write(10u); writer.Write(1UL << 61); }));
        AssertRefused("claims more than", new GgufBuilder().Add("list", 9, writer => { writer.Write(0u); writer.Write(1UL << 30); }));
        AssertRefused("unknown type 9", new GgufBuilder().Add("list", 9, writer => Nest(writer, 8)));
        AssertRefused("unknown type 13", new GgufBuilder().Add("odd", 13, _ => { }));
        AssertRefused("'a' twice", new GgufBuilder().Add("a", 1).Add("a", 2));
        AssertRefused("alignment is 0", new GgufBuilder().Add("general.alignment", 0).Tensor("a", [1], 1));
        AssertRefused("alignment is 24", new GgufBuilder().Add("general.alignment", 24).Tensor("a", [1], 1));
        AssertRefused("alignment is 2147483648", new GgufBuilder().Add("general.alignment", 1u << 31).Tensor("a", [1], 1));
        AssertRefused("parts", new GgufBuilder().Add("split.count", 3));
    }

    [Fact]
    public void Open_RefusesEveryTensorThatIsNotSound()
    {
        AssertRefused("tensor 'a' is of type Q8_1", new GgufBuilder().Tensor("a", [32], 9, new byte[36]));
        AssertRefused("not whole blocks of 256", new GgufBuilder().Tensor("a", [288], 12, new byte[162]));
        AssertRefused("tensor 'a' is of type number 77", new GgufBuilder().Tensor("a", [32], 77, new byte[32]));
        AssertRefused("tensor 'a' are not whole blocks", new GgufBuilder().Tensor("a", [2, 16], 8, new byte[34]));
        AssertRefused("tensor 'a' are not whole blocks", new GgufBuilder().Tensor("a", [], 8, new byte[34]));
        AssertRefused("tensor 'a' has 9 dimensions", new GgufBuilder().Tensor("a", [1, 1, 1, 1, 1, 1, 1, 1, 1], 1));
        AssertRefused("impossible shape", new GgufBuilder().Tensor("a", [-1], 1));
        AssertRefused("impossible shape", new GgufBuilder().Tensor("a", [1L << 62, 4], 1));
        AssertRefused("byte range of tensor 'a'", new GgufBuilder().Tensor("a", [1L << 61], 1));
        AssertRefused("byte range of tensor 'a'", new GgufBuilder().Tensor("a", [9], new float[8]));
        AssertRefused("byte range of tensor 'a'", new GgufBuilder { Offset = (_, _) => 1UL << 63 }.Tensor("a", [1], 1));
        AssertRefused("byte range of tensor 'a'", new GgufBuilder { Offset = (_, _) => 4 }.Tensor("a", [1], 1, 2));
        AssertRefused("byte range of tensor 'b'", new GgufBuilder { Offset = (_, _) => 0 }.Tensor("a", [1], 1).Tensor("b", [1], 1));
        AssertRefused("'a' twice", new GgufBuilder().Tensor("a", [1], 1).Tensor("a", [1], 1));
        AssertRefused("cannot be split into 3 heads",
            new GgufBuilder().Add("general.architecture", "llama").Add("llama.attention.head_count", 3)
            .Tensor("blk.0.attn_q.weight", [8, 1], new float[8]));
        AssertRefused("cannot be split into  heads",
            new GgufBuilder().Add("general.architecture", "llama").Tensor("blk.0.attn_q.weight", [8, 1], new float[8]));
    }

    [Fact]
    public void ReadInto_RefusesWhatIsNotFinite()
    {
        File.WriteAllBytes(FilePath,
            new GgufBuilder().Tensor("a", [32], 8, [0x00, 0x7C, .. Enumerable.Repeat((byte)1, 32)]).ToArray()); // an infinite scale
        using var file = GgufFile.Open(FilePath);
        using var values = empty(32);
        Assert.Contains("'a'", Assert.Throws<InvalidInputException>(() => file.ReadInto("a", values)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RefusesEveryTruncation()
    {
        var bytes = new GgufBuilder().Model("qwen3", RowNumbers).ToArray();
        var end = bytes.Length - 31; // blanks behind the last tensor may be missing
        for (var length = 0; length < end; length += 7)
        {
            File.WriteAllBytes(FilePath, bytes[..length]);
            Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(FilePath));
        }
    }

    private static float[] RowNumbers(string name, long[] shape)
    {
        var columns = shape.Skip(1).Aggregate(1L, (product, length) => product * length);
        return [.. Enumerable.Range(0, (int)(shape[0] * columns)).Select(place => (float)(place / columns))];
    }

    private static void Nest(BinaryWriter writer, int depth)
    {
        for (var level = 0; level < depth; level++)
        {
            writer.Write(9u);
            writer.Write(1UL);
        }
    }

    private static float[] FirstColumn(GgufFile file, string name)
    {
        using var values = empty(file.Tensors[name].Shape);
        file.ReadInto(name, values);
        return [.. values.ToArray().Chunk((int)(values.numel() / values.shape[0])).Select(row => row[0])];
    }

    private void AssertRefused(string problem, GgufBuilder builder)
    {
        File.WriteAllBytes(FilePath, builder.ToArray());
        var error = Assert.Throws<InvalidInputException>(() => ModelCheckpoint.Open(FilePath));
        Assert.Contains(problem, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
    }
}
