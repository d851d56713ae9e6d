using CsCheck;

namespace Grlm.Torch.Tests;

public sealed class SamplePackingTests
{
    private const int Budget = 64;

    private static readonly Gen<(int[] Lengths, bool Packed, int Seed)> _cases
        = Gen.Select(Gen.Int[1, 80].Array[1, 700], Gen.Bool, Gen.Int);

    [Fact]
    public void MicroBatches_HoldEverySampleOnce()
        => _cases.Sample(input =>
        {
            var batches = SamplePacking.MicroBatches(Sizes(input.Lengths), Budget, input.Packed, new Random(input.Seed));
            Assert.Equal(Enumerable.Range(0, input.Lengths.Length), batches.SelectMany(rows => rows.SelectMany(row => row)).Order());
        });

    [Fact]
    public void MicroBatches_FitTheBudgetUnlessOneSampleAloneDoesNot()
        => _cases.Sample(input =>
        {
            foreach (var rows in SamplePacking.MicroBatches(Sizes(input.Lengths), Budget, input.Packed, new Random(input.Seed)))
            {
                var width = rows.Max(row => row.Sum(sample => input.Lengths[sample]));
                Assert.True(rows.Length * width <= Budget || rows.Length == 1 && rows[0].Length == 1);
                Assert.Equal(rows.Max(row => row.Max(sample => input.Lengths[sample])), width); // no wider than its longest sample
                Assert.True(input.Packed || rows.All(row => row.Length == 1));
            }
        });

    [Fact]
    public void MicroBatches_AreTheSameForTheSameSeedAndOthersForAnother()
    {
        var lengths = Enumerable.Range(0, 100).Select(sample => 5 + (sample % 20)).ToArray();
        var first = SamplePacking.MicroBatches(Sizes(lengths), Budget, packed: true, new Random(1));
        Assert.Equal(first, SamplePacking.MicroBatches(Sizes(lengths), Budget, packed: true, new Random(1)));
        Assert.NotEqual(first, SamplePacking.MicroBatches(Sizes(lengths), Budget, packed: true, new Random(2)));
    }

    [Fact]
    public void MicroBatches_FillRowsUpWithWhatFits()
    {
        // 40 gives the width; 30 and 10 share a row, and 25 and 15 the next micro-batch's only one.
        var batches = SamplePacking.MicroBatches(Sizes([10, 40, 25, 30, 15]), budget: 80, packed: true, new Random(3));
        Assert.Equal([[[1], [3, 0]], [[2], [4]]], batches.OrderBy(rows => rows[0][0]).ToArray());
    }

    [Fact]
    public void MicroBatches_TakeAPromptOnceARow()
    {
        // 20 of each sample's 30 tokens are one prompt: a row of 20 + 3 x 10 is full, and four rows of 50 are not.
        SampleSize[] sizes = [.. Enumerable.Repeat(new SampleSize(Length: 30, PromptLength: 20, Prompt: 0), 3), new SampleSize(Length: 50)];
        var batches = SamplePacking.MicroBatches(sizes, budget: 50, packed: true, new Random(3));
        Assert.Equal([[[0, 1, 2]], [[3]]],
            batches.Select(rows => rows.Select(row => row.Order().ToArray()).ToArray()).OrderBy(rows => rows[0][0]).ToArray());
    }

    [Fact]
    public void MicroBatches_OfAShortPromptAreWideEnoughForItToCostLittle()
    {
        var sizes = Enumerable.Repeat(new SampleSize(Length: 6, PromptLength: 5, Prompt: 0), 100).ToArray();
        var rows = SamplePacking.MicroBatches(sizes, budget: 80, packed: true, new Random(3))[0];
        Assert.Equal([35, 35], rows.Select(row => row.Length)); // rows of 8 x 5 tokens: the prompt, and one token of each sample
    }

    private static SampleSize[] Sizes(int[] lengths) => Array.ConvertAll(lengths, length => new SampleSize(length));
}
