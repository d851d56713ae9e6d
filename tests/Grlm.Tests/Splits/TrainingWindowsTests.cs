using CsCheck;

namespace Grlm.Tests;

public sealed class TrainingWindowsTests
{
    [Fact]
    public void Of_AHistoryThatFits_LeavesItAsItIs()
        => Assert.Equal([[7, 8, 9]], TrainingWindows.Of([[7, 8, 9]], longest: 2));

    [Fact]
    public void Of_ALongHistory_SharesOneItemBetweenWindows()
        => Assert.Equal([[4, 5, 6], [2, 3, 4], [1, 2]], TrainingWindows.Of([[1, 2, 3, 4, 5, 6]], longest: 2));

    [Fact]
    public void Of_AnyHistories_EveryInteractionButTheFirstFollowsSomethingOnce()
        => Gen.Select(Gen.Int[2, 200], Gen.Int[1, 60]).Sample((length, longest) =>
        {
            int[] history = [.. Enumerable.Range(0, length)];
            var windows = TrainingWindows.Of([history], longest);
            Assert.All(windows, window => Assert.InRange(window.Length, 2, longest + 1));
            Assert.All(windows, window => Assert.Equal(Enumerable.Range(window[0], window.Length), window));
            Assert.Equal(history.Skip(1), windows.SelectMany(window => window.Skip(1)).Order());
        });
}
