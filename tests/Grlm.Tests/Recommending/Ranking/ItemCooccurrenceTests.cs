using CsCheck;

namespace Grlm.Tests;

public sealed class ItemCooccurrenceTests
{
    private const int ItemCount = 30;

    [Fact]
    public void Strongest_GivesTheHandWorkedScores()
    {
        // Items 0, 1, 2 occur twice, twice, once. c(0,1) = 1 + 1/sqrt(2), c(0,2) = 1, c(1,2) = 1; s = c / sqrt(n n) * c / (c + 1).
        var similar = new ItemCooccurrence([[0, 1], [0, 2, 1]], itemCount: 4).Strongest(10, TestContext.Current.CancellationToken);
        var (one, far) = (1.0, 1 + (1 / Math.Sqrt(2)));
        Assert.Equal([1, 2], Items(similar.Of(0)));
        Assert.Equal(far / 2 * far / (far + 1), similar.Of(0)[0].Score, 1e-6);
        Assert.Equal(one / Math.Sqrt(2) * one / (one + 1), similar.Of(0)[1].Score, 1e-6);
        Assert.Equal([0, 1], Items(similar.Of(2)));
        Assert.Empty(similar.Of(3).ToArray());
        Assert.Equal(4, similar.Count);
    }

    [Fact]
    public void Strongest_KeepsNoMoreThanAskedFor_AndTiesInItemOrder()
    {
        var similar = new ItemCooccurrence([[5, 9], [5, 3], [5, 7]], itemCount: 10).Strongest(2, TestContext.Current.CancellationToken);
        Assert.Equal([3, 7], Items(similar.Of(5)));
    }

    [Fact]
    public void Strongest_LooksTenPlacesFar()
    {
        var similar = new ItemCooccurrence([[.. Enumerable.Range(0, 12)]], itemCount: 12).Strongest(20,
            TestContext.Current.CancellationToken);
        Assert.Equal([.. Enumerable.Range(1, 10)], Items(similar.Of(0)));
    }

    [Fact]
    public void Strongest_IsSymmetric_AndNeverTheItemItself()
        => Gen.Int[0, ItemCount - 1].Array[0, 25].Array[0, 8].Sample(histories =>
        {
            var similar = new ItemCooccurrence(histories, ItemCount).Strongest(ItemCount, CancellationToken.None);
            for (var item = 0; item < ItemCount; item++)
            {
                foreach (var other in similar.Of(item))
                {
                    Assert.NotEqual(item, other.Item);
                    Assert.Equal(other.Score, similar.Of(other.Item).ToArray().Single(back => back.Item == item).Score, 1e-6);
                }
            }
        });

    [Fact]
    public void Strongest_OfTrainingHistories_KnowsNothingOfTargets()
        => Gen.Select(Splits.WithoutRepeats(ItemCount), Gen.Int[0, ItemCount - 1],
            Gen.Int[0, ItemCount - 1]).Sample((users, validation, test) =>
        {
            var changed = users.Select(items => items.Length < 3 ? items : [.. items[..^2], validation, test]).ToArray();
            Assert.Equal(Of(users), Of(changed));
        });

    private static List<Neighbor[]> Of(int[][] users)
    {
        var split = new LeaveOneOutSplit(Splits.Histories(users));
        var similar = new ItemCooccurrence(split.Training.Histories(), ItemCount).Strongest(20, CancellationToken.None);
        return [.. Enumerable.Range(0, ItemCount).Select(item => similar.Of(item).ToArray())];
    }

    private static int[] Items(ReadOnlySpan<Neighbor> similar) => [.. similar.ToArray().Select(one => one.Item)];
}
