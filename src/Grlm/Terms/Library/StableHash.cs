using System.Buffers.Binary;

namespace Grlm;

/// <summary>A fast hash that is the same on every machine and in every process, so that tables made with it can be stored.</summary>
internal static class StableHash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15; // 2^64 over the golden ratio: odd, and without a pattern in its bits

    /// <summary>The hash of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        var rest = 0UL;
        foreach (var next in bytes)
        {
            rest = (rest << 8) | next;
        }

        return (uint)(Mix(hash ^ rest) >> 32);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low ^ value;
    }
}
