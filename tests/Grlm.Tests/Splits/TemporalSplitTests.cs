namespace Grlm.Tests;

public sealed class TemporalSplitTests
{
    // Validation from time 10 on, test from time 20 on.
    private static readonly SplitDefinition _definition = new(
        SplitKind.Temporal, DateTimeOffset.FromUnixTimeMilliseconds(10), DateTimeOffset.FromUnixTimeMilliseconds(20));

    [Fact]
    public void Targets_AreTheFirstInteractionsOfEachPeriod_OfUsersWhoAreKnownBefore()
    {
        // Whole, validation alone, test alone, no one before the cut, everything before it.
        var split = SplitOf([(1, 5), (2, 9), (3, 10), (4, 19), (5, 20), (6, 30)], [(1, 5), (2, 15)], [(3, 5), (4, 20)], [(1, 10), (2, 12)],
            [(5, 1), (6, 2)]);
        var (validation, test) = (split.Targets(SplitPart.Validation), split.Targets(SplitPart.Test));

        Assert.Equal([0, 1], validation.Users);
        Assert.Equal([1, 2], validation.History(0));
        Assert.Equal(3, validation.Target(0));
        Assert.Equal(2, validation.Target(1));

        Assert.Equal([0, 2], test.Users);
        Assert.Equal([1, 2, 3, 4], test.History(0));
        Assert.Equal(5, test.Target(0));
        Assert.Equal(4, test.Target(2));
    }

    [Fact]
    public void Training_IsWhatCameBeforeTheValidationPeriod()
    {
        var split = SplitOf([(1, 5), (2, 9), (3, 10), (4, 19), (5, 20)], [(1, 10), (2, 12)], [(5, 1), (6, 2)]);
        Assert.Equal([1, 2], split.Training[0]);
        Assert.Equal([], split.Training[1]);
        Assert.Equal([5, 6], split.Training[2]);
        Assert.Equal([1, 2, 3, 4], split.Training.Known(0));
        Assert.Equal([0, 1, 1, 0, 0, 1, 1], split.Training.Popularity(7));
        Assert.Equal(SplitKind.Temporal, split.Kind);
    }

    private static TemporalSplit SplitOf(params (int Item, long Time)[][] users)
    {
        var builder = new TemporalSplitBuilder(_definition);
        foreach (var (user, interactions) in users.Index())
        {
            builder.Add([.. interactions.Select(_ => user)], [.. interactions.Select(one => one.Time)]);
        }

        return builder.Build(Splits.Histories([.. users.Select(interactions => interactions.Select(one => one.Item).ToArray())]));
    }
}
