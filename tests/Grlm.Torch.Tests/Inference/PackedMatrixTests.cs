using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class PackedMatrixTests
{
    [Fact]
    public void Multiply_EqualsTheLibrarysProduct_ForAnyNumberOfRowsAndColumns()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 80], Gen.Int[1, 70], Gen.Bool, Gen.Bool, Gen.Int[0, 1_000]).Sample(
            (rows, outputs, inputs, isHalf, hasBias, seed) =>
            {
                using var scope = NewDisposeScope();
                var random = new Random(seed);
                var weights = Numbers(random, outputs * inputs, isHalf);
                var bias = hasBias ? Numbers(random, outputs, isHalf: false) : null;
                var input = Numbers(random, rows * inputs, isHalf: false);
                using var team = new WorkerTeam(1);
                var matrix = new LanguageModels.PackedMatrix((output, row) => weights.AsSpan(output * inputs, inputs).CopyTo(row),
                    outputs, inputs, bias, isHalf, team);

                var expected = nn.functional.linear(tensor(input, [rows, inputs]), tensor(weights, [outputs, inputs]),
                    bias is null ? null : tensor(bias));

                Assert.InRange(GoldenModel.LargestDifference(expected.data<float>().ToArray(), Product(matrix, input, rows)),
                    0, 1e-5 * inputs);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void Multiply_GivesARowTheSameBits_WhateverIsComputedBesideIt()
    {
        const int inputs = 33;
        const int outputs = 65;
        var random = new Random(1);
        var weights = Numbers(random, outputs * inputs, isHalf: false);
        var input = Numbers(random, 31 * inputs, isHalf: false);
        using var team = new WorkerTeam(1);
        var matrix = new LanguageModels.PackedMatrix((output, row) => weights.AsSpan(output * inputs, inputs).CopyTo(row),
            outputs, inputs, null, isHalf: false, team);

        var together = Product(matrix, input, 31);

        for (var row = 0; row < 31; row++)
        {
            Assert.Equal(together[(row * outputs)..((row + 1) * outputs)], Product(matrix, input[(row * inputs)..((row + 1) * inputs)], 1));
        }
    }

    private static float[] Numbers(Random random, int count, bool isHalf)
        => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f).Select(number => isHalf
            ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(number) & 0xFFFF0000u)
            : number)];

    private static unsafe float[] Product(LanguageModels.PackedMatrix matrix, float[] input, int rows)
    {
        var packed = new PackedRows(matrix.Inputs);
        packed.Resize(rows);
        for (var row = 0; row < rows; row++)
        {
            var start = packed.Row(row, out var stride);
            for (var place = 0; place < matrix.Inputs; place++)
            {
                start[place * stride] = input[(row * matrix.Inputs) + place];
            }
        }

        var sink = new RowSink(matrix.Outputs, isSum: false);
        sink.Resize(rows);
        for (var panel = 0; panel < matrix.Panels; panel++)
        {
            matrix.Multiply(0, panel, packed, sink);
        }

        return [.. Enumerable.Range(0, rows).SelectMany(row => sink.Row(row).ToArray())];
    }
}
