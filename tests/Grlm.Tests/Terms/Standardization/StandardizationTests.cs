namespace Grlm.Tests;

public sealed class StandardizationTests
{
    private static TermId?[] Library() =>
    [
        new("cream", "moisturizing", "face", "women", "rose"),
        new("cream", "moisturizing", "face", "women", "aloe"),
        new("cream", "moisturizings", "face", "women", "mint"),
        new("razor", "shaving", "beard", "men", "steel"),
        new("razor", "shaving", "beard", "men", "wood"),
    ];

    private static readonly HashSet<int> _all = [0, 1, 2, 3, 4];

    [Fact]
    public void Standardize_MergesWhatIsSpeltAndUsedAlike_AndReportsIt()
    {
        var termIds = Library();
        var merges = Standardization.Apply(termIds, _all, new TermsOptions { Standardize = true, MergeSimilarity = 0.6 }, _ => []);
        Assert.Equal([new TermMerge("moisturizings", "moisturizing", 1)], merges);
        Assert.Equal("[cream, moisturizing, face, women, mint]", termIds[2]!.ToString());
    }

    [Fact]
    public void CoreVocabulary_KeepsTheMostFrequentTerms_InPlaceOfAllOthers()
    {
        var termIds = Library();
        var merges = Standardization.Apply(termIds, _all, new TermsOptions { CoreVocabulary = 8 }, _ => []);
        Assert.InRange(termIds.SelectMany(termId => termId!.Terms).Distinct(StringComparer.Ordinal).Count(), 5, 8);
        Assert.All(termIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, TermId.DefaultLength, out _)));
        Assert.Equal(6, merges.Count);
        Assert.Equal("razor", termIds[3]!.Terms[0]);
    }

    [Fact]
    public void Apply_ChangesNothing_WhereNothingIsAskedFor_OrItemsMustStay()
    {
        var termIds = Library();
        Assert.Empty(Standardization.Apply(termIds, _all, new TermsOptions(), _ => []));
        Standardization.Apply(termIds, new HashSet<int> { 0 },
            new TermsOptions { Standardize = true, MergeSimilarity = 0.6, CoreVocabulary = 8 }, _ => []);
        Assert.Equal(Library()[1..], termIds[1..]);
    }
}
