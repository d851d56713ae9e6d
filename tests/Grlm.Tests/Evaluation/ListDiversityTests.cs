namespace Grlm.Tests;

public sealed class ListDiversityTests
{
    // Items 0 and 1 share two of their three terms, item 2 shares none; item 3 is never shown.
    private static readonly TermLibrary _library =
        new([new TermId("a", "b", "c"), new TermId("a", "b", "d"), new TermId("x", "y", "z"), new TermId("u", "v", "w")]);

    [Fact]
    public void Figures_AreTheHandWorkedOnes()
    {
        var diversity = new ListDiversity(_library, [3, 1, 0, 0]);
        diversity.Add(List(0, 1));
        diversity.Add(List(0, 2));
        var figures = diversity.Figures().ToDictionary();

        // Three of four items shown; shown 0, 1, 1, 2 times: (-3*0 - 1*1 + 1*1 + 3*2) / (4 * 4) = .375.
        Assert.Equal(0.75, figures["coverage@10"]);
        Assert.Equal(0.375, figures["gini@10"], 12);

        // n + 1 = 4, 2, 1, 1 of 8: 1, 2, 3, 3 bits. Lists: (1 + 2) / 2 and (1 + 3) / 2.
        Assert.Equal(1.75, figures["novelty@10"], 12);

        // Jaccard 2/4 and 0.
        Assert.Equal(0.75, figures["diversity@10"], 12);
    }

    [Fact]
    public void Gini_IsZero_WhereEveryItemIsShownAsOften_AndNearOne_WhereOneTakesAll()
    {
        var (equal, one) = (new ListDiversity(_library, new int[4]), new ListDiversity(_library, new int[4]));
        equal.Add(List(0, 1, 2, 3));
        one.Add(List(2));
        Assert.Equal(0, equal.Figures().ToDictionary()["gini@10"], 12);
        Assert.Equal(0.75, one.Figures().ToDictionary()["gini@10"], 12);
    }

    [Fact]
    public void Figures_LookAtTenPlaces_AndAreZeroWithoutLists()
    {
        var library = Splits.LibraryOf(20);
        var diversity = new ListDiversity(library, new int[20]);
        Assert.All(diversity.Figures(), figure => Assert.Equal(0, figure.Value));
        diversity.Add(List([.. Enumerable.Range(0, 20)]));
        Assert.Equal(0.5, diversity.Figures().ToDictionary()["coverage@10"]);
    }

    private static List<Recommendation> List(params int[] items)
        => [.. items.Select(item => new Recommendation(item, 0, GroundingSource.Ranker))];
}
