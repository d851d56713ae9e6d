namespace Grlm.Torch.Tests;

/// <summary>Blocks with a few bytes set, and the numbers that the layouts of ggml-quants make of them, worked by hand.</summary>
public sealed class GgufBlockTests
{
    private static readonly byte[] _half = Bytes(0.5f), _quarter = Bytes(0.25f);

    [Fact]
    public void Dequantize_AddsTheFifthBit()
    {
        // Number 3: low half of byte 3, 7, with bit 3 of the word: 7 + 16. Number 20: high half of byte 4, 9, with bit 20.
        byte[] packed = Packed(16, (3, 0x07), (4, 0x90)), fifth = [0x08, 0, 0x10, 0];
        var around = Numbers(StoredType.Q5_0, [.. _half, .. fifth, .. packed]);
        Assert.Equal((3.5f, 4.5f, -8f), (around[3], around[20], around[0])); // (23 - 16) / 2, (25 - 16) / 2, (0 - 16) / 2
        var above = Numbers(StoredType.Q5_1, [.. _half, .. _quarter, .. fifth, .. packed]);
        Assert.Equal((11.75f, 12.75f, 0.25f), (above[3], above[20], above[0]));
    }

    [Fact]
    public void Dequantize_LooksFixedNumbersUp()
    {
        var numbers = Numbers(StoredType.IQ4_NL, [.. _half, .. Packed(16, (0, 0xF0), (5, 0x48))]);
        Assert.Equal((-63.5f, 56.5f, 0.5f, -24.5f), (numbers[0], numbers[16], numbers[5], numbers[21]));
    }

    [Fact]
    public void Dequantize_ReadsTwoBitsWithScaleAndMinimum()
    {
        // Number 177 is number 49 of the second half: byte 32 + 17, second pair of bits; group 11.
        var numbers = Numbers(StoredType.Q2_K, [.. Packed(16, (11, 0x53)), .. Packed(64, (32 + 17, 0b1000)), .. _half, .. _quarter]);
        Assert.Equal((1.75f, -1.25f, 0f), (numbers[177], numbers[176], numbers[0])); // 0.5 x 3 x 2 - 0.25 x 5, the minimum alone, nothing
    }

    [Fact]
    public void Dequantize_ReadsThreeBits_WhereAMissingThirdBitTakesFourOff()
    {
        // Number 177: bits as above, third bit 5 of byte 17; scale 11: high half of byte 3, bits 4 and 5 of byte 8 + 3: 2 + 3 x 16 - 32 =
        // 18.
        byte[] scales = Packed(12, (3, 0x20), (11, 0x30)), packed = Packed(64, (32 + 17, 0b1000));
        Assert.Equal(18f, Numbers(StoredType.Q3_K, [.. Packed(32, (17, 0x20)), .. packed, .. scales, .. _half])[177]); // 0.5 x 18 x 2
        var without = Numbers(StoredType.Q3_K, [.. new byte[32], .. packed, .. scales, .. _half]);
        Assert.Equal((-18f, 64f), (without[177], without[0])); // 0.5 x 18 x (2 - 4), 0.5 x -32 x -4
    }

    [Fact]
    public void Dequantize_ReadsFourBits_AndScalesOfSixBitsInTwoPieces()
    {
        // Run 0: scale 1, minimum 2. Run 5: scale 3 + 2 x 16, minimum 4 + 1 x 16, of byte 9 and the top bits of bytes 1 and 5.
        byte[] scales = Packed(12, (0, 1), (1, 0x80), (4, 2), (5, 0x40), (9, 0x43)), packed = Packed(128, (0, 0x07), (64 + 3, 0x90));
        var four = Numbers(StoredType.Q4_K, [.. _half, .. _quarter, .. scales, .. packed]);
        Assert.Equal((3f, -0.5f, 152.5f, -5f), (four[0], four[1], four[163], four[162])); // 0.5 x 7 - 0.5, 0.5 x 35 x 9 - 5
        var five = Numbers(StoredType.Q5_K, [.. _half, .. _quarter, .. scales, .. Packed(32, (0, 1), (3, 0x20)), .. packed]);
        Assert.Equal((11f, -0.5f, 432.5f, -5f), (five[0], five[1], five[163], five[162])); // 0.5 x 23 - 0.5, 0.5 x 35 x 25 - 5
    }

    [Fact]
    public void Dequantize_ReadsSixBits()
    {
        // Number 198 is number 70 of the second half: high half of byte 64 + 6, third pair of bits of byte 32 + 6, scale 12.
        var numbers = Numbers(
            StoredType.Q6_K, [.. Packed(128, (64 + 6, 0x50)), .. Packed(64, (32 + 6, 0x30)), .. Packed(16, (12, 0xFD), (0, 2)), .. _half]);
        Assert.Equal((-31.5f, 48f, -32f, 0f),
            (numbers[198], numbers[199], numbers[0], numbers[64])); // 0.5 x -3 x (53 - 32), 0.5 x -3 x -32
    }

    [Fact]
    public void Dequantize_ReadsBlockAfterBlock()
    {
        byte[] block = [.. Packed(128), .. Packed(64), .. Packed(16, (0, 2)), .. _half];
        var numbers = new float[512];
        GgufBlocks.Dequantize(StoredType.Q6_K, [.. Packed(210), .. block], numbers);
        Assert.Equal((0f, -32f), (numbers[0], numbers[256]));
    }

    private static float[] Numbers(StoredType type, byte[] block)
    {
        Assert.Equal(GgufBlocks.Bytes(type), block.Length);
        var numbers = new float[GgufBlocks.LengthOf(type)];
        GgufBlocks.Dequantize(type, block, numbers);
        return numbers;
    }

    private static byte[] Packed(int length, params (int Place, byte Value)[] set)
    {
        var bytes = new byte[length];
        foreach (var (place, value) in set)
        {
            bytes[place] = value;
        }

        return bytes;
    }

    private static byte[] Bytes(float number) => BitConverter.GetBytes((Half)number);
}
