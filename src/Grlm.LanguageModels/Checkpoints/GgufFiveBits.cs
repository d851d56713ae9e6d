using System.Buffers.Binary;

namespace Grlm.LanguageModels;

/// <summary>
/// Blocks of 32 that models have where their rows are no multiple of 256: four bits in sixteen bytes, low halves first, and either a fifth bit in a
/// word of its own, number by number, or a fixed number that the four bits choose.
/// </summary>
internal static class GgufFiveBits
{
    private const int Half = 16;

    private static ReadOnlySpan<sbyte> FixedNumbers => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>Turns one block into 32 numbers.</summary>
    public static void Dequantize(StoredType type, ReadOnlySpan<byte> block, Span<float> numbers)
    {
        var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(block);
        var packed = block[^Half..];
        if (type == StoredType.IQ4_NL)
        {
            for (var place = 0; place < Half; place++)
            {
                numbers[place] = scale * FixedNumbers[packed[place] & 0x0F];
                numbers[Half + place] = scale * FixedNumbers[packed[place] >> 4];
            }

            return;
        }

        var fifth = BinaryPrimitives.ReadUInt32LittleEndian(block[^(Half + sizeof(uint))..]);
        var (middle, minimum) = type == StoredType.Q5_0 ? (16, -0f) : (0, (float)BinaryPrimitives.ReadHalfLittleEndian(block[2..]));
        for (var place = 0; place < Half; place++)
        {
            var low = (packed[place] & 0x0F) | (int)((fifth >> place & 1) << 4);
            var high = (packed[place] >> 4) | (int)((fifth >> (Half + place) & 1) << 4);
            numbers[place] = ((low - middle) * scale) + minimum;
            numbers[Half + place] = ((high - middle) * scale) + minimum;
        }
    }
}
