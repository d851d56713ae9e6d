using System.Numerics;
using System.Runtime.InteropServices;

namespace Grlm.LanguageModels;

/// <summary>Looks for infinity and NaN in numbers as they are stored: both have every bit of the exponent set.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all are finite.</summary>
    /// <param name="bytes">Whole numbers, little-endian.</param>
    /// <param name="type">How they are stored; blocks count as the float32 that they are read as.</param>
    public static bool AreAll(ReadOnlySpan<byte> bytes, StoredType type) => type switch
    {
        StoredType.F16 => HaveBitsClear(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7C00),
        StoredType.BF16 => HaveBitsClear(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7F80),
        _ => HaveBitsClear(MemoryMarshal.Cast<byte, uint>(bytes), 0x7F800000u),
    };

    private static bool HaveBitsClear<T>(ReadOnlySpan<T> numbers, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = new Vector<T>(exponent);
        while (numbers.Length >= Vector<T>.Count)
        {
            if (Vector.EqualsAny(new Vector<T>(numbers) & mask, mask))
            {
                return false;
            }

            numbers = numbers[Vector<T>.Count..];
        }

        foreach (var number in numbers)
        {
            if ((number & exponent) == exponent)
            {
                return false;
            }
        }

        return true;
    }
}
