using System.Runtime.Intrinsics;

namespace Grlm.Tests;

public sealed class TileKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(96)]
    public void Multiply_EqualsTheDefinition_InEveryRegisterWidth(int width)
    {
        var random = new Random(3);
        float[] rows = [.. Enumerable.Range(0, TileKernel.Rows * width).Select(_ => (float)random.Next(-9, 10))];
        float[] panel = [.. Enumerable.Range(0, TileKernel.Columns * width).Select(_ => (float)random.Next(-9, 10))];
        float[] expected =
        [
            .. Enumerable.Range(0, TileKernel.Rows * TileKernel.Columns).Select(place => Enumerable.Range(0, width)
                .Sum(k => rows[(place / TileKernel.Columns * width) + k] * panel[(k * TileKernel.Columns) + (place % TileKernel.Columns)])),
        ];
        foreach (var multiply in (Action<float[]>[])
        [
            tile => TileKernel.Multiply(rows, panel, tile),
            tile => TileKernel.Multiply<Lanes512, Vector512<float>>(rows, panel, tile),
            tile => TileKernel.Multiply<Lanes256, Vector256<float>>(rows, panel, tile),
            tile => TileKernel.Multiply<Lanes128, Vector128<float>>(rows, panel, tile),
        ])
        {
            // Whole numbers this small are exact in float32 whatever the order of the sum.
            var tile = new float[TileKernel.Rows * TileKernel.Columns];
            multiply(tile);
            Assert.Equal(expected, tile);
        }
    }

    [Fact]
    public void Multiply_RefusesWhatItWouldReadBeyond()
        => Assert.Throws<ArgumentException>(
            () => TileKernel.Multiply(new float[11], new float[2 * TileKernel.Columns], new float[TileKernel.Rows * TileKernel.Columns]));
}
