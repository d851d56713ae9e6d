using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Numbers in blocks, as ggml lays them out: of 32 a scale in half precision (for Q4_1 also a minimum), then the numbers; of four bits each
/// the low halves of sixteen bytes come before the high halves. Fifth bits and fixed numbers stand in <see cref="GgufFiveBits"/>, blocks of
/// 256 in <see cref="GgufSuperBlocks"/>.
/// </summary>
internal static class GgufBlocks
{
    private const int Length = 32;
    private const int Half = Length / 2;
    private const byte FourBits = 0x0F;

    // Adding it changes nothing, the sign of a zero included.
    private static readonly Vector128<float> _nothing = Vector128.Create(-0f);

    /// <summary>Numbers of a block.</summary>
    public static int LengthOf(StoredType type) => GgufSuperBlocks.Are(type) ? GgufSuperBlocks.Length : Length;

    /// <summary>Bytes of a block.</summary>
    public static int Bytes(StoredType type) => type switch
    {
        StoredType.Q8_0 => 2 + Length,
        StoredType.Q4_0 or StoredType.IQ4_NL => 2 + Half,
        StoredType.Q4_1 => 4 + Half,
        StoredType.Q5_0 => 6 + Half,
        StoredType.Q5_1 => 8 + Half,
        _ => GgufSuperBlocks.Bytes(type),
    };

    /// <summary>Turns whole blocks into numbers.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="numbers">As many times <see cref="LengthOf"/>.</param>
    public static void Dequantize(StoredType type, ReadOnlySpan<byte> blocks, Span<float> numbers)
    {
        var (size, length) = (Bytes(type), LengthOf(type));
        for (; blocks.Length > 0; blocks = blocks[size..], numbers = numbers[length..])
        {
            var block = blocks[..size];
            switch (type)
            {
                case StoredType.Q8_0:
                    Write(Vector128.Create(block[2..]).AsSByte(), ReadScale(block), _nothing, numbers);
                    Write(Vector128.Create(block[(2 + Half)..]).AsSByte(), ReadScale(block), _nothing, numbers[Half..]);
                    break;
                case StoredType.Q4_0:
                    WriteFourBits(block[2..], Vector128.Create((sbyte)8), ReadScale(block), _nothing, numbers);
                    break;
                case StoredType.Q4_1:
                    WriteFourBits(block[4..], Vector128<sbyte>.Zero, ReadScale(block), ReadScale(block[2..]), numbers);
                    break;
                case StoredType.Q5_0 or StoredType.Q5_1 or StoredType.IQ4_NL:
                    GgufFiveBits.Dequantize(type, block, numbers);
                    break;
                default:
                    GgufSuperBlocks.Dequantize(type, block, numbers);
                    break;
            }
        }
    }

    private static Vector128<float> ReadScale(ReadOnlySpan<byte> bytes)
        => Vector128.Create((float)BinaryPrimitives.ReadHalfLittleEndian(bytes));

    private static void WriteFourBits(
        ReadOnlySpan<byte> packed, Vector128<sbyte> middle, Vector128<float> scale, Vector128<float> minimum, Span<float> numbers)
    {
        var bytes = Vector128.Create(packed);
        Write((bytes & Vector128.Create(FourBits)).AsSByte() - middle, scale, minimum, numbers);
        Write((bytes >>> 4).AsSByte() - middle, scale, minimum, numbers[Half..]);
    }

    private static void Write(Vector128<sbyte> numbers, Vector128<float> scale, Vector128<float> minimum, Span<float> destination)
    {
        var (low, high) = Vector128.Widen(numbers);
        Write(low, scale, minimum, destination);
        Write(high, scale, minimum, destination[Vector128<short>.Count..]);
    }

    private static void Write(Vector128<short> numbers, Vector128<float> scale, Vector128<float> minimum, Span<float> destination)
    {
        var (low, high) = Vector128.Widen(numbers);
        ((Vector128.ConvertToSingle(low) * scale) + minimum).CopyTo(destination);
        ((Vector128.ConvertToSingle(high) * scale) + minimum).CopyTo(destination[Vector128<float>.Count..]);
    }
}

/// <summary>
/// Blocks of 32 that models have where their rows are no multiple of 256: four bits in sixteen bytes, low halves first, and either a fifth
/// bit in a word of its own, number by number, or a fixed number that the four bits choose.
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
