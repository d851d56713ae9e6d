using System.Buffers.Binary;

namespace Grlm.LanguageModels;

/// <summary>
/// Blocks of 256 numbers (ggml's "K" types): one scale in half precision for scales of a few bits, each of which serves 16 or 32 numbers;
/// some have minima in the same way. Bits of 32 or 64 neighbouring numbers lie across as many bytes, the first numbers in the lowest bits.
/// </summary>
internal static class GgufSuperBlocks
{
    /// <summary>Numbers of a block.</summary>
    public const int Length = 256;

    private const int Half = sizeof(ushort); // bytes of a number in half precision
    private const int Run = 32; // numbers whose bits stand at the same height of neighbouring bytes
    private const int PackedScales = 12;

    /// <summary>Tells whether a type has such blocks.</summary>
    public static bool Are(StoredType type)
        => type is StoredType.Q2_K or StoredType.Q3_K or StoredType.Q4_K or StoredType.Q5_K or StoredType.Q6_K;

    /// <summary>Bytes of a block.</summary>
    public static int Bytes(StoredType type) => type switch
    {
        StoredType.Q2_K => 16 + (Length / 4) + (2 * Half),
        StoredType.Q3_K => (Length / 8) + (Length / 4) + PackedScales + Half,
        StoredType.Q4_K => (2 * Half) + PackedScales + (Length / 2),
        StoredType.Q5_K => (2 * Half) + PackedScales + (Length / 8) + (Length / 2),
        StoredType.Q6_K => (Length / 2) + (Length / 4) + 16 + Half,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "It has no blocks."),
    };

    /// <summary>Turns one block into 256 numbers.</summary>
    public static void Dequantize(StoredType type, ReadOnlySpan<byte> block, Span<float> numbers)
    {
        switch (type)
        {
            case StoredType.Q2_K:
                TwoBits(block, numbers);
                break;
            case StoredType.Q3_K:
                ThreeBits(block, numbers);
                break;
            case StoredType.Q6_K:
                SixBits(block, numbers);
                break;
            default:
                FourOrFiveBits(block, numbers);
                break;
        }
    }

    // 16 bytes of scale (low half) and minimum (high half), 64 bytes of numbers, scale, scale of the minima.
    private static void TwoBits(ReadOnlySpan<byte> block, Span<float> numbers)
    {
        var packed = block[16..];
        var (scale, minimum) = (ReadHalf(block[^(2 * Half)..]), ReadHalf(block[^Half..]));
        for (var number = 0; number < Length; number++)
        {
            var scales = block[number / 16];
            numbers[number] = (scale * (scales & 0x0F) * Bits(packed, number, 2)) - (minimum * (scales >> 4));
        }
    }

    // 32 bytes of third bits, 64 bytes of numbers, 12 bytes of scales, scale. A third bit that is not set takes four off.
    private static void ThreeBits(ReadOnlySpan<byte> block, Span<float> numbers)
    {
        var packed = block[(Length / 8)..];
        var scales = block[^(PackedScales + Half)..];
        var scale = ReadHalf(block[^Half..]);
        for (var number = 0; number < Length; number++)
        {
            // Of the sixteen scales the low four bits stand in eight bytes, eight low halves first, the high two in the four bytes after
            // them.
            var group = number / 16;
            var low = (scales[group % 8] >> (group / 8 * 4)) & 0x0F;
            var high = (scales[8 + (group % 4)] >> (group / 4 * 2)) & 3;
            var isSet = ((block[number % Run] >> (number / Run)) & 1) != 0;
            numbers[number] = scale * ((low | (high << 4)) - 32) * (Bits(packed, number, 2) - (isSet ? 0 : 4));
        }
    }

    // Scale, scale of the minima, 12 bytes of scales and minima, for five bits 32 bytes of fifth bits, 128 bytes of numbers.
    private static void FourOrFiveBits(ReadOnlySpan<byte> block, Span<float> numbers)
    {
        var (scale, minimum) = (ReadHalf(block), ReadHalf(block[Half..]));
        var scales = block.Slice(2 * Half, PackedScales);
        var packed = block[^(Length / 2)..];
        var fifth = block.Length > Bytes(StoredType.Q4_K) ? block.Slice((2 * Half) + PackedScales, Run) : [];
        for (var run = 0; run < Length / Run; run++)
        {
            var (ownScale, ownMinimum) = (scale * SixBitScale(scales, run), minimum * SixBitScale(scales, 8 + run));
            for (var place = 0; place < Run; place++)
            {
                var number = (packed[(run / 2 * Run) + place] >> (run % 2 * 4)) & 0x0F;
                number += fifth.IsEmpty ? 0 : ((fifth[place] >> run) & 1) << 4;
                numbers[(run * Run) + place] = (ownScale * number) - ownMinimum;
            }
        }
    }

    // Eight scales, then eight minima. The first four of each stand in the low six bits of a byte; of the others the low four bits in a
    // byte that a scale shares with its minimum, and the high two in the bits that the first four leave.
    private static int SixBitScale(ReadOnlySpan<byte> scales, int index)
    {
        var (kind, place) = Math.DivRem(index, 8);
        return place < 4
            ? scales[(kind * 4) + place] & 0x3F
            : ((scales[4 + place] >> (kind * 4)) & 0x0F) | (scales[(kind * 4) + place - 4] >> 6 << 4);
    }

    // 128 bytes of low four bits, 64 bytes of high two bits, 16 signed scales, scale. In each half 64 bytes hold 128 low parts.
    private static void SixBits(ReadOnlySpan<byte> block, Span<float> numbers)
    {
        var high = block[(Length / 2)..];
        var scales = block[^(16 + Half)..];
        var scale = ReadHalf(block[^Half..]);
        for (var number = 0; number < Length; number++)
        {
            var (half, place) = Math.DivRem(number, Length / 2);
            var low = (block[(half * 64) + (place % 64)] >> (place / 64 * 4)) & 0x0F;
            numbers[number] = scale * (sbyte)scales[number / 16] * ((low | (Bits(high, number, 2) << 4)) - 32);
        }
    }

    /// <summary>Bits of a number where each half of a block has them in 32 bytes.</summary>
    private static int Bits(ReadOnlySpan<byte> packed, int number, int bits)
    {
        var (half, place) = Math.DivRem(number, Length / 2);
        return (packed[(half * Run) + (place % Run)] >> (place / Run * bits)) & ((1 << bits) - 1);
    }

    private static float ReadHalf(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
