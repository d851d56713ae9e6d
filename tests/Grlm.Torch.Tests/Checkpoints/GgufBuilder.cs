using System.Text;

namespace Grlm.Torch.Tests;

/// <summary>Writes GGUF files, sound ones and others.</summary>
internal sealed class GgufBuilder
{
    private readonly List<(string Key, Action<BinaryWriter> Value)> _pairs = [];
    private readonly List<(string Name, long[] Shape, uint Type, byte[] Bytes)> _tensors = [];

    public uint Magic { get; init; } = 0x46554747;

    public uint Version { get; init; } = 3;

    public int Alignment { get; init; } = 32;

    public ulong? TensorCount { get; init; }

    public ulong? PairCount { get; init; }

    /// <summary>Where a tensor's bytes begin, by its place; where they lie otherwise.</summary>
    public Func<int, ulong, ulong> Offset { get; init; } = (_, offset) => offset;

    public GgufBuilder Add(string key, string value) => Add(key, 8, writer => Write(writer, value));

    public GgufBuilder Add(string key, uint value) => Add(key, 4, writer => writer.Write(value));

    public GgufBuilder Add(string key, float value) => Add(key, 6, writer => writer.Write(value));

    public GgufBuilder Add(string key, bool value) => Add(key, 7, writer => writer.Write(value));

    public GgufBuilder Add(string key, string[] values) => AddList(key, 8, values, Write);

    public GgufBuilder Add(string key, int[] values) => AddList(key, 5, values, (writer, value) => writer.Write(value));

    public GgufBuilder Add(string key, float[] values) => AddList(key, 6, values, (writer, value) => writer.Write(value));

    public GgufBuilder Add(string key, uint type, Action<BinaryWriter> value)
    {
        _pairs.Add((key, writer =>
        {
            writer.Write(type);
            value(writer);
        }
        ));
        return this;
    }

    /// <summary>Adds a tensor; the shape is outermost first and turned round in the file.</summary>
    public GgufBuilder Tensor(string name, long[] shape, uint type, byte[] bytes)
    {
        _tensors.Add((name, shape, type, bytes));
        return this;
    }

    public GgufBuilder Tensor(string name, long[] shape, params float[] values)
        => Tensor(name, shape, 0, [.. values.SelectMany(BitConverter.GetBytes)]);

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(TensorCount ?? (ulong)_tensors.Count);
        writer.Write(PairCount ?? (ulong)_pairs.Count);
        foreach (var (key, value) in _pairs)
        {
            Write(writer, key);
            value(writer);
        }

        var offset = 0UL;
        foreach (var (place, tensor) in _tensors.Index())
        {
            WriteInfo(writer, tensor.Name, tensor.Shape, tensor.Type, Offset(place, offset));
            offset += Aligned(tensor.Bytes.Length);
        }

        Pad(writer);
        foreach (var tensor in _tensors)
        {
            writer.Write(tensor.Bytes);
            Pad(writer);
        }

        return stream.ToArray();
    }

    public static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private GgufBuilder AddList<T>(string key, uint type, T[] values, Action<BinaryWriter, T> write) => Add(key, 9, writer =>
    {
        writer.Write(type);
        writer.Write((ulong)values.Length);
        foreach (var value in values)
        {
            write(writer, value);
        }
    });

    private static void WriteInfo(BinaryWriter writer, string name, long[] shape, uint type, ulong offset)
    {
        Write(writer, name);
        writer.Write((uint)shape.Length);
        foreach (var length in shape.Reverse())
        {
            writer.Write(length);
        }

        writer.Write(type);
        writer.Write(offset);
    }

    private ulong Aligned(int length) => (ulong)((length + Alignment - 1) / Alignment * Alignment);

    private void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[(int)(Aligned((int)writer.BaseStream.Position) - (ulong)writer.BaseStream.Position)]);
    }
}
