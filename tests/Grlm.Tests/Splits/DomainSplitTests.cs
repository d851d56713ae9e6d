using CsCheck;

namespace Grlm.Tests;

public sealed class DomainSplitTests
{
    [Fact]
    public void EveryDomainOfAUser_HasATarget_AndWhatCameBeforeItIsKnown()
    {
        // Items below 10 are of one domain, the others of another. The second user has too few in the second, the third in both.
        var split = Split([1, 11, 2, 12, 3, 13, 4], [1, 11, 2, 12, 3], [1, 11, 2, 12]);
        Assert.Equal([[1, 11, 2], [1, 11, 12], [1, 11, 2, 12]], split.Training.Histories());

        var home = Targets(split, SplitPart.Test, 0);
        Assert.Equal([0, 1], home.Users);
        Assert.Equal((4, 3), (home.Target(0), home.Target(1)));
        Assert.Equal([1, 11, 2, 12, 3, 13], home.History(0));
        var books = Targets(split, SplitPart.Test, 1);
        Assert.Equal([0], books.Users);
        Assert.Equal(13, books.Target(0));
        Assert.Equal([1, 11, 2, 12, 3], books.History(0));

        // Test targets are not known while models are chosen, whenever they were.
        var validation = Targets(split, SplitPart.Validation, 0);
        Assert.Equal((3, 2), (validation.Target(0), validation.Target(1)));
        Assert.Equal([1, 11, 2, 12], validation.History(0));
        Assert.Equal(12, Targets(split, SplitPart.Validation, 1).Target(0));
        Assert.Equal([4, 3], split.Targets(SplitPart.Test).Users.Select(split.Targets(SplitPart.Test).Target));
    }

    [Fact]
    public void OfOneDomain_ItIsLeaveOneOut()
        => Splits.WithoutRepeats(30).Sample(users =>
        {
            var histories = Splits.Histories(users);
            var (split, expected) = (DomainSplit.Of(histories, CatalogOf(0)), new LeaveOneOutSplit(histories));
            Assert.Equal(expected.Training.Histories(), split.Training.Histories());
            foreach (var part in Enum.GetValues<SplitPart>())
            {
                var targets = expected.Targets(part);
                Assert.Equal(targets.Users, split.Targets(part).Users);
                Assert.Equal(targets.Users, Targets(split, part, 0).Users);
                Assert.All(targets.Users, user =>
                {
                    Assert.Equal(targets.Target(user), split.Targets(part).Target(user));
                    Assert.Equal(targets.History(user), Targets(split, part, 0).History(user));
                });
            }
        });

    [Fact]
    public void TrainingHoldsNoTarget_AndValidationNoTestTarget_OfAnyDomain()
        => Splits.WithoutRepeats(30).Sample(users =>
        {
            var split = Split(users);
            for (var user = 0; user < users.Length; user++)
            {
                var test = Enumerable.Range(0, 2).Select(domain => Targets(split, SplitPart.Test, domain))
                    .Where(targets => targets.HasTarget(user)).Select(targets => targets.Target(user)).ToArray();
                var validation = Enumerable.Range(0,
                    2).Select(domain => Targets(split, SplitPart.Validation, domain)).Where(targets => targets.HasTarget(user)).ToArray();
                Assert.Equal(test.Length, validation.Length);
                Assert.Empty(split.Training[user].ToArray().Intersect(test));
                Assert.Empty(split.Training[user].ToArray().Intersect(validation.Select(targets => targets.Target(user))));
                Assert.All(validation, targets => Assert.Empty(targets.History(user).ToArray().Intersect(test)));
                Assert.Equal(users[user].Length, split.Training[user].Length + (2 * test.Length));
            }
        });

    private static DomainSplit Split(params int[][] users) => DomainSplit.Of(Splits.Histories(users), CatalogOf(10));

    private static EvaluationTargets Targets(DomainSplit split, SplitPart part, int domain) => split.Targets(part, CatalogOf(10), domain);

    private static Catalog CatalogOf(int secondFrom)
        => new(
            Enumerable.Range(0, 30).Select(item => new Item($"{item}", "", "", [], "") { Domain = item < secondFrom ? "home" : "books" }));
}
