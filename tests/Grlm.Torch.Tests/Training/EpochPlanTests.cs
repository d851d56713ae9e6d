using CsCheck;

namespace Grlm.Torch.Tests;

public sealed class EpochPlanTests
{
    private static readonly Gen<(int[] Lengths, int BatchSize, int Seed)> _cases =
        Gen.Select(Gen.Int[1, 50].Array[0, 300], Gen.Int[1, 20], Gen.Int[0, 1_000]);

    [Fact]
    public void Batches_HoldEveryHistoryOnce()
        => _cases.Sample(plan =>
        {
            var batches = EpochPlan.Batches(plan.Lengths, plan.BatchSize, new Random(plan.Seed));
            Assert.Equal(Enumerable.Range(0, plan.Lengths.Length), batches.SelectMany(batch => batch).Order());
            Assert.All(batches, batch => Assert.InRange(batch.Length, 1, plan.BatchSize));
        });

    [Fact]
    public void Batches_AreTheSameForTheSameSeed()
        => _cases.Sample(plan => Assert.Equal(
            EpochPlan.Batches(plan.Lengths, plan.BatchSize, new Random(plan.Seed)),
            EpochPlan.Batches(plan.Lengths, plan.BatchSize, new Random(plan.Seed))));

    [Fact]
    public void Batches_DifferBetweenSeedsAndBringSimilarLengthsTogether()
    {
        int[] lengths = [.. Enumerable.Range(0, 160).Select(history => 1 + (history % 40))];
        var batches = EpochPlan.Batches(lengths, 10, new Random(1));
        Assert.NotEqual(batches.SelectMany(batch => batch), EpochPlan.Batches(lengths, 10, new Random(2)).SelectMany(batch => batch));
        Assert.All(batches, batch => Assert.InRange(batch.Max(history => lengths[history]) - batch.Min(history => lengths[history]), 0, 3));
        Assert.NotEqual(batches.OrderBy(batch => lengths[batch[0]]), batches); // the batches themselves come in random order
    }
}
