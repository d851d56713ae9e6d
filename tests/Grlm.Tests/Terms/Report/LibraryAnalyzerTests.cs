namespace Grlm.Tests;

public sealed class LibraryAnalyzerTests
{
    [Fact]
    public void Analyze_CountsWhatIsSharedAndWhatIsNot()
    {
        // Of Libraries.Worked: items 0 and 1 share shampoo, repair, salon; 4 shares nothing with 2; 3 has 1's TID.
        var neighbors = new NeighborTable([[new(1, 0.95f)], [new(0, 0.95f)], [], [new(1, 0.55f)], [new(2, 0.15f)]]);
        var analysis = new LibraryAnalyzer(Catalogs.OfSize(5), Libraries.Worked, neighbors).Analyze();
        var near = analysis.Neighbors!;
        Assert.Equal((3 + 3 + 5 + 0) / 4.0, near.SharedTerms);
        Assert.Equal([(0.1, 1, 0.0), (0.5, 1, 5.0), (0.9, 2, 3.0)], near.Consistency.Select(bin => (bin.From, bin.Pairs, bin.SharedTerms)));
        Assert.Equal((2 + 2 + 0 + 5) / 4.0, near.DistinguishingTerms);
        Assert.Equal([1, 0, 2, 0, 0, 1], near.ItemsByDistinguishingTerms);
        Assert.Equal((1, 1), (near.WithoutDistinguishingTerm, near.WithoutSharedTerm));
        Assert.Equal(1, analysis.CollisionGroups);
        Assert.Equal(["1", "4", "3"], analysis.WorstCases.Select(worst => worst.ItemId));

        var first = analysis.Slots[0];
        Assert.Equal((1, 3, 2), (first.Slot, first.UniqueTerms, first.SingletonTerms));
        Assert.Equal(new TermFrequency("shampoo", 3), first.MostFrequent[0]);
    }

    [Fact]
    public void Analyze_CountsNoFiller_AsSharedOrOfItsOwn()
    {
        var library = new TermLibrary(
            [new TermId(["mug", "unspecified"]), new TermId(["lamp", "unspecified"]), new TermId(["mug", "unspecified-2"])]);
        var neighbors = new NeighborTable([[new(1, 0.9f)], [new(0, 0.9f)], [new(0, 0.5f)]]);
        var near = new LibraryAnalyzer(Catalogs.OfSize(3), library, neighbors).Analyze().Neighbors!;
        Assert.Equal((1 / 3.0, 2 / 3.0), (near.SharedTerms, near.DistinguishingTerms));
        var report = TermLibraryFigures.Of(Catalogs.OfSize(3), library);
        Assert.Equal((3, 3), (report.ItemsWithFiller, report.FillerSlots));
    }

    [Fact]
    public void Analyze_KnowsNothingOfNeighbors_WhereThereAreNone()
        => Assert.Null(new LibraryAnalyzer(Catalogs.OfSize(5), Libraries.Worked, NeighborTable.Empty(5)).Analyze().Neighbors);
}
