using CsCheck;

namespace Grlm.Tests;

public sealed class LeaveOneOutSplitTests
{
    [Fact]
    public void Targets_AreTheLastTwoInteractions_OfUsersWithThree()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([1, 2, 3, 4], [5, 6], [7, 8, 9], []));
        var (validation, test) = (split.Targets(SplitPart.Validation), split.Targets(SplitPart.Test));
        Assert.Equal([0, 2], validation.Users);
        Assert.Equal([0, 2], test.Users);
        Assert.Equal((3, 4), (validation.Target(0), test.Target(0)));
        Assert.Equal([1, 2], validation.History(0));
        Assert.Equal([1, 2, 3], test.History(0));
        Assert.Equal([[1, 2], [5, 6]], split.Training.Histories());
        Assert.Equal([7], split.Training[2]);
    }

    [Fact]
    public void TestHistories_HoldTrainingAndValidation()
        => Splits.WithoutRepeats(30).Sample(users =>
        {
            var split = new LeaveOneOutSplit(Splits.Histories(users));
            var test = split.Targets(SplitPart.Test);
            foreach (var user in test.Users)
            {
                Assert.Equal([.. split.Training[user], split.Targets(SplitPart.Validation).Target(user)], test.History(user));
                Assert.Equal(users[user], (int[])[.. test.History(user), test.Target(user)]);
            }
        });
}
