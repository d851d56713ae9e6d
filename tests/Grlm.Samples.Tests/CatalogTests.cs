using System.Text;
using Xunit;

namespace Grlm.Samples;

public sealed class CatalogTests
{
    [Fact]
    public void Catalog_HasSeveralHundredItemsInFourDepartments()
    {
        Assert.True(SampleFolder.Items.Count >= 360, $"{SampleFolder.Items.Count} items");
        Assert.Equal(["Garden", "Home Office", "Kitchen", "Outdoor"],
            SampleFolder.Items.Select(item => item.Categories[0][0]).Distinct().Order());
    }

    [Fact]
    public void EveryItem_HasItsOwnIdTitleAndDescription()
    {
        Assert.Equal(SampleFolder.Items.Count, SampleFolder.Items.Select(item => item.ItemId).Distinct().Count());
        Assert.Equal(SampleFolder.Items.Count, SampleFolder.Items.Select(item => item.Title).Distinct().Count());
        Assert.Equal(SampleFolder.Items.Count, SampleFolder.Items.Select(item => item.Description).Distinct().Count());
    }

    [Fact]
    public void EveryItem_HasAllItsFieldsFilled()
    {
        Assert.All(SampleFolder.Items, item =>
        {
            Assert.Matches("^[KOHG]-[0-9]{4}$", item.ItemId);
            Assert.True(item.Title.Length > 10, item.Title);
            Assert.False(string.IsNullOrWhiteSpace(item.Brand));
            Assert.Matches(@"^\p{Lu}.*\.$", item.Description);
            Assert.All(item.Categories, path => Assert.Equal(3, path.Count(name => name.Length > 0)));
        });
    }

    [Fact]
    public void TermIds_BelongToTheItemsAndToNothingElse()
        => Assert.Equal(SampleFolder.Items.Select(item => item.ItemId).Order(), SampleFolder.TermIds.Keys.Order());

    [Fact]
    public void EveryTermId_HasFiveDistinctTermsInNormalForm()
    {
        Assert.All(SampleFolder.TermIds, pair =>
        {
            Assert.Equal(TermId.DefaultLength, pair.Value.Distinct().Count());
            Assert.Equal(TermId.DefaultLength, pair.Value.Count);
            Assert.All(pair.Value, term => Assert.True(IsNormalForm(term), $"{pair.Key}: {term}"));
        });
    }

    [Fact]
    public void NoTermId_StandsForTwoItems()
        => Assert.Distinct(SampleFolder.TermIds.Values.Select(terms => new TermId([.. terms])));

    [Fact]
    public void TermIds_ShareWordsForWhatItemsShare()
    {
        var uses = SampleFolder.TermIds.Values.SelectMany(terms => terms).CountBy(term => term).ToDictionary();

        // A term that no other item has tells its item apart and teaches nothing about it: two of the five at least are shared.
        var isolated = SampleFolder.TermIds.Where(pair => pair.Value.Count(term => uses[term] > 1) < 2).Select(pair => pair.Key);
        Assert.Empty(isolated);
    }

    private static bool IsNormalForm(string term)
        => term.Length is >= 1 and <= 40
            && term == term.Trim('-')
            && term.All(letter => char.IsLower(letter) || char.IsDigit(letter) || letter == '-')
            && term.IsNormalized(NormalizationForm.FormKC);
}
