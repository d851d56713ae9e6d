namespace Grlm.Tests;

public sealed class TermsComparisonTests
{
    [Fact]
    public void Of_TakesLibrariesOfDifferentLengths()
    {
        TermId?[] first = [new("a", "b", "c"), new("a", "b", "d")];
        TermId?[] second = [new("a", "b", "c", "d", "e"), new("x", "y", "z", "u", "v")];
        var comparison = TermsComparison.Of(Catalogs.OfSize(2), neighbors: null, ("three", first), ("five", second));
        Assert.Equal((3, 5), (comparison.First.Length, comparison.Second.Length));
        Assert.Equal((0, 1.5), (comparison.SameTermId, comparison.CommonTerms));
    }

    [Fact]
    public void Of_CountsWhatTwoLibrariesHaveInCommon()
    {
        TermId?[] first = [new("a", "b", "c", "d", "e"), new("a", "b", "c", "d", "f"), null];
        TermId?[] second = [new("a", "b", "c", "d", "e"), new("b", "a", "x", "y", "z"), new("a", "b", "c", "d", "e")];
        var comparison = TermsComparison.Of(Catalogs.OfSize(3), neighbors: null, ("one", first), ("two", second));
        Assert.Equal((2, 1), (comparison.Items, comparison.SameTermId));
        Assert.Equal((5 + 2) / 2.0, comparison.CommonTerms);
        Assert.Equal(5, comparison.CommonVocabulary);
        Assert.Equal(("one", 2, 6, 2, 0),
            (comparison.First.Name, comparison.First.Valid, comparison.First.UniqueTerms, comparison.First.SingletonTerms,
                comparison.First.CollidingItems));
        Assert.Equal(("two", 3, 8, 1),
            (comparison.Second.Name, comparison.Second.Valid, comparison.Second.UniqueTerms, comparison.Second.CollidingItems));
        Assert.Null(comparison.First.SharedTermsWithNeighbors);
    }
}
