using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// Reads the header of a GGUF file from front to back. Whatever length it claims is held against the rest of the file before memory is
/// taken.
/// </summary>
internal sealed class GgufCursor(MappedFile file)
{
    private const int MaximumDepth = 4;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Reads four bytes.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>Reads eight bytes.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Returns a length and as many bytes of UTF-8.</summary>
    public string ReadString() => Encoding.UTF8.GetString(Take(ReadUInt64()));

    /// <summary>
    /// Returns the type of a value and the value: a number, a truth value, a text, or an array of one of these (or of arrays).
    /// </summary>
    public object ReadValue() => ReadValue(ReadUInt32(), depth: 0);

    private object ReadValue(uint type, int depth) => type switch
    {
        0 => Take(1)[0],
        1 => (sbyte)Take(1)[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        3 => BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
        4 => ReadUInt32(),
        5 => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        6 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        7 => Take(1)[0] != 0,
        8 => ReadString(),
        9 when depth < MaximumDepth => ReadArray(depth + 1),
        10 => ReadUInt64(),
        11 => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
        12 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        _ => throw new InvalidDataException($"its metadata hold a value of the unknown type {type}"),
    };

    private object ReadArray(int depth)
    {
        var type = ReadUInt32();
        var count = ReadUInt64();
        return type switch
        {
            0 => ReadNumbers<byte>(count),
            1 => ReadNumbers<sbyte>(count),
            2 => ReadNumbers<ushort>(count),
            3 => ReadNumbers<short>(count),
            4 => ReadNumbers<uint>(count),
            5 => ReadNumbers<int>(count),
            6 => ReadNumbers<float>(count),
            7 => Array.ConvertAll(ReadNumbers<byte>(count), value => value != 0),
            8 => ReadMany(count, ReadString),
            10 => ReadNumbers<ulong>(count),
            11 => ReadNumbers<long>(count),
            12 => ReadNumbers<double>(count),
            _ => ReadMany(count, () => ReadValue(type, depth)),
        };
    }

    private T[] ReadNumbers<T>(ulong count)
        where T : unmanaged
        => count <= int.MaxValue ? MemoryMarshal.Cast<byte, T>(Take(count * (ulong)Marshal.SizeOf<T>())).ToArray() : throw CutShort();

    // Grows with what is read: the count may be a lie.
    private static T[] ReadMany<T>(ulong count, Func<T> read)
    {
        var values = new List<T>();
        for (var number = 0UL; number < count; number++)
        {
            values.Add(read());
        }

        return [.. values];
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > int.MaxValue || (long)length > file.Length - Position)
        {
            throw CutShort();
        }

        var bytes = file.Slice(Position, (int)length);
        Position += bytes.Length;
        return bytes;
    }

    private InvalidDataException CutShort() => new($"at byte {Position:N0} its header claims more than the file has");
}
