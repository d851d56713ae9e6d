using CsCheck;

namespace Grlm.LanguageModels.Tests;

public sealed class StopTextFilterTests
{
    [Fact]
    public void Pieces_TogetherAreTheTextBeforeTheFirstStop_WhereverTheyAreCut()
    {
        var letters = Gen.Char['a', 'c'];
        Gen.Select(letters.Array[0, 30], letters.Array[1, 4].Array[0, 3], Gen.Int[1, 5]).Sample((text, stops, width) =>
        {
            string whole = new(text);
            string[] stopTexts = [.. stops.Select(stop => new string(stop))];
            var (pieces, stopped) = Filter(whole.Chunk(width).Select(piece => new string(piece)), stopTexts);
            var (one, oneStopped) = Filter(whole.Select(letter => $"{letter}"), stopTexts);

            Assert.Equal(one, pieces);
            Assert.Equal(oneStopped, stopped);
            Assert.StartsWith(pieces, whole, StringComparison.Ordinal);
            Assert.Equal(stopTexts.Any(stop => whole.Contains(stop, StringComparison.Ordinal)), stopped);
            Assert.DoesNotContain(stopTexts, stop => pieces.Contains(stop, StringComparison.Ordinal));
            Assert.True(stopped || pieces == whole);
        });
    }

    [Fact]
    public void Add_HoldsBackOnlyWhatMayBecomeAStop()
    {
        var filter = new StopTextFilter(["\n\nUser:"]);

        Assert.Equal("Yes.", filter.Add("Yes.\n"));
        Assert.Equal("", filter.Add("\nUse"));
        Assert.Equal("\n\nUsed", filter.Add("d"));
        Assert.Equal("", filter.Add("\n\nUser: no"));
        Assert.True(filter.IsStopped);
        Assert.Equal("", filter.Finish());
    }

    private static (string Text, bool Stopped) Filter(IEnumerable<string> pieces, string[] stops)
    {
        var filter = new StopTextFilter(stops);
        var text = string.Concat(pieces.Select(filter.Add).ToList());
        return (text + filter.Finish(), filter.IsStopped);
    }
}
