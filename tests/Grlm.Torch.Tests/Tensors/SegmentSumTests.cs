using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class SegmentSumTests
{
    [Fact]
    public void Of_EqualsALoopOverTheRows()
        => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[0, 8].Array[0, 6], Gen.Int[0, 1_000]).Sample((rows, columns, lengths, seed) =>
        {
            using var scope = NewDisposeScope();
            var random = new Random(seed);
            var listed = Enumerable.Range(0, lengths.Sum()).Select(_ => (long)random.Next(rows)).ToArray();
            long[] offsets = [0, .. lengths.Select((_, segment) => (long)lengths.Take(segment + 1).Sum())];
            var matrix = Enumerable.Range(0, rows * columns).Select(_ => (float)random.Next(-100, 100)).ToArray();
            var expected = new float[lengths.Length * columns];
            for (var segment = 0; segment < lengths.Length; segment++)
            {
                foreach (var row in listed[(int)offsets[segment]..(int)offsets[segment + 1]])
                {
                    for (var column = 0; column < columns; column++)
                    {
                        expected[(segment * columns) + column] += matrix[(row * columns) + column];
                    }
                }
            }

            using var sum = new SegmentSum(listed, offsets, CPU);
            var result = sum.Of(tensor(matrix, [rows, columns]));

            Assert.Equal([lengths.Length, columns], result.shape);
            Assert.Equal(expected, result.ToArray()); // whole numbers: exact in any order
        }, threads: 1, iter: 200);

    [Fact]
    public void Of_LeavesNothingBehindHoweverOftenItIsUsed()
    {
        using var outer = NewDisposeScope();
        var matrix = ones(4, 3);
        using var sum = new SegmentSum([0, 1, 2, 3], [0, 2, 4], CPU);
        Use(1);
        var before = LiveTensors.Count();
        Use(100);
        LiveTensors.AssertCount(before);

        void Use(int times)
        {
            for (var time = 0; time < times; time++)
            {
                using var scope = NewDisposeScope();
                Assert.Equal([2f, 2f, 2f, 2f, 2f, 2f], sum.Of(matrix).ToArray());
            }
        }
    }
}
