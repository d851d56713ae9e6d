using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Numbers in blocks of 32, as ggml lays them out: a scale in half precision (for Q4_1 also a minimum), then the numbers; of four bits each the
/// low halves of sixteen bytes come before the high halves.
/// </summary>
internal static class GgufBlocks
{
    /// <summary>Numbers of a block.</summary>
    public const int Length = 32;

    private const int Half = Length / 2;
    private const byte FourBits = 0x0F;

    // Adding it changes nothing, the sign of a zero included.
    private static readonly Vector128<float> _nothing = Vector128.Create(-0f);

    /// <summary>Bytes of a block.</summary>
    public static int Bytes(StoredType type) => type switch
    {
        StoredType.Q8_0 => 2 + Length,
        StoredType.Q4_0 => 2 + Half,
        StoredType.Q4_1 => 4 + Half,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "It has no blocks."),
    };

    /// <summary>Turns whole blocks into numbers.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="numbers">As many times 32.</param>
    public static void Dequantize(StoredType type, ReadOnlySpan<byte> blocks, Span<float> numbers)
    {
        var size = Bytes(type);
        for (; blocks.Length > 0; blocks = blocks[size..], numbers = numbers[Length..])
        {
            var block = blocks[..size];
            var scale = ReadScale(block);
            switch (type)
            {
                case StoredType.Q8_0:
                    Write(Vector128.Create(block[2..]).AsSByte(), scale, _nothing, numbers);
                    Write(Vector128.Create(block[(2 + Half)..]).AsSByte(), scale, _nothing, numbers[Half..]);
                    break;
                case StoredType.Q4_0:
                    WriteFourBits(block[2..], Vector128.Create((sbyte)8), scale, _nothing, numbers);
                    break;
                default:
                    WriteFourBits(block[4..], Vector128<sbyte>.Zero, scale, ReadScale(block[2..]), numbers);
                    break;
            }
        }
    }

    private static Vector128<float> ReadScale(ReadOnlySpan<byte> bytes) => Vector128.Create((float)BinaryPrimitives.ReadHalfLittleEndian(bytes));

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
