namespace Grlm.Tests;

public sealed class BreakdownTests
{
    [Fact]
    public void ByTargetPopularity_PutsTargetsThatTrainingNeverSaw_AmongTheCold()
    {
        var breakdown = Breakdown.ByTargetPopularity([0, 1, 5, 6, 100, 101]);
        for (var target = 0; target < 6; target++)
        {
            breakdown.Add(Prediction(user: target, target, isHit: target % 2 == 0));
        }

        var groups = breakdown.Groups(seed: 1);
        Assert.Equal([("cold", 1), ("1–5", 2), ("6–10", 1), ("51–100", 1), ("101 or more", 1)],
            groups.Select(group => (group.Group, group.Users)));
        Assert.Equal([1, 0.5, 0, 1, 0], groups.Select(group => group.Metrics["recall@10"]));
        Assert.Equal([1, 1], groups[0].Intervals["ndcg@10"]);
        Assert.Equal("targetPopularity", breakdown.Name);
    }

    [Fact]
    public void ByHistoryLength_CountsWhatIsKnownBeforeTheTarget()
    {
        var targets = new LeaveOneOutSplit(Splits.Histories([1, 2, 3], [1, 2, 3, 4], [.. Enumerable.Range(0, 60)])).Targets(SplitPart.Test);
        var breakdown = Breakdown.ByHistoryLength(targets);
        foreach (var user in targets.Users)
        {
            breakdown.Add(Prediction(user, targets.Target(user), isHit: true));
        }

        Assert.Equal([("1–2", 1), ("3–5", 1), ("51 or more", 1)], breakdown.Groups(1).Select(group => (group.Group, group.Users)));
    }

    [Fact]
    public void ByDomain_GoesByTheTarget()
    {
        var catalog = new Catalog([Item("a", "Books"), Item("b", "Films"), Item("c", "Books")]);
        var breakdown = Breakdown.ByDomain(catalog);
        foreach (var target in (int[])[0, 1, 2])
        {
            breakdown.Add(Prediction(user: target, target, isHit: target == 1));
        }

        Assert.Equal([("Books", 2, 0.0), ("Films", 1, 1.0)],
            breakdown.Groups(1).Select(group => (group.Group, group.Users, group.Metrics["recall@5"])));

        static Item Item(string id, string domain) => new(id, string.Empty, string.Empty, [], string.Empty) { Domain = domain };
    }

    private static UserPrediction Prediction(int user, int target, bool isHit)
        => new(user, target, isHit ? [new Recommendation(target, 0, GroundingSource.Ranker)] : [], []);
}
