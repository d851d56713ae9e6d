using CsCheck;

namespace Grlm.Tests;

public sealed class MetricRowsTests
{
    [Fact]
    public void Add_KeepsEachDifferentRowOnce()
    {
        var rows = new MetricRows(2);
        rows.Add([1, 0.5]);
        rows.Add([0, 0]);
        rows.Add([1, 0.5]);
        Assert.Equal([[1, 0.5], [0, 0]], rows.Rows);
        Assert.Equal([0, 1, 0], rows.RowOfUser);
        Assert.Equal([2.0 / 3, 1.0 / 3], rows.Means());
        Assert.Equal([0.25, 0.125], rows.MeansOf([1, 3]));
    }

    [Fact]
    public void Means_AreThoseOfTheUsers() => Gen.Int[0, 3].Array[1, 50].Sample(values =>
    {
        var rows = new MetricRows(1);
        foreach (var value in values)
        {
            rows.Add([value]);
        }

        Assert.Equal(values.Average(), rows.Means()[0], 12);
        Assert.Equal(values.Distinct().Count(), rows.Rows.Count);
    });
}
