using CsCheck;

namespace Grlm.Tests;

public sealed class TermLibraryTests
{
    [Fact]
    public void ItemsOf_ReturnsEveryItemOfACollidedTermId_InCatalogueOrder()
        => Assert.Equal([1, 3], Libraries.Worked.ItemsOf(new("shampoo", "repair", "argan", "salon", "women")).ToArray());

    [Theory]
    [InlineData("shampoo,repair,argan,salon,men")]
    [InlineData("shampoo,repair,argan,salon,unheard-of")]
    [InlineData("shampoo,repair,argan,salon")]
    [InlineData("shampoo,repair,argan,salon,women,women")]
    [InlineData("repair,shampoo,argan,salon,women")]
    public void ItemsOf_IsEmpty_ForATermIdThatIsNotInTheLibrary(string terms)
        => Assert.True(Libraries.Worked.ItemsOf(new([.. terms.Split(',')])).IsEmpty);

    [Fact]
    public void Terms_AreNumberedInTheOrderOfTheirFirstUse()
    {
        Assert.Equal(
            ["shampoo", "repair", "keratin", "salon", "unisex", "argan", "women", "conditioner", "soap", "deep-clean", "charcoal",
                "raw", "men"],
            Libraries.Worked.Terms);
        Assert.Equal([7, 1, 2, 3, 4], Libraries.Worked.TermsOf(2).ToArray());
        Assert.True(Libraries.Worked.TryGetTerm("argan", out var number));
        Assert.Equal(5, number);
    }

    [Fact]
    public void Constructor_RefusesTermIdsOfDifferentLengths_OrNone()
    {
        Assert.Throws<ArgumentException>(() => new TermLibrary([new TermId("a", "b"), new TermId("a")]));
        Assert.Throws<ArgumentException>(() => new TermLibrary([new TermId([])]));
        Assert.Throws<ArgumentException>(() => new TermLibrary([null, null]));
        Assert.Throws<ArgumentException>(() => new TermLibrary([]));
    }

    [Fact]
    public void AnItemWithoutATermId_HasNoTermsNoLeafAndIsInNoList()
    {
        var library = new TermLibrary([null, new TermId("a", "b"), null]);
        Assert.Equal((3, 2), (library.ItemCount, library.Length));
        Assert.False(library.HasTermId(0));
        Assert.True(library.HasTermId(1));
        Assert.True(library.TermsOf(2).IsEmpty);
        Assert.Null(library.TermIdOf(0));
        Assert.Equal(-1, library.Trie.LeafOf(0));
        Assert.Equal([1], library.Trie.Items.ToArray());
    }

    [Fact]
    public void Version_IsTheHashOfTheTermIdsInItemOrder()
    {
        // printf '[a, b]\n\n[c, d]\n' | sha256sum
        var library = new TermLibrary([new("a", "b"), null, new("c", "d")]);
        Assert.Equal("7fb5e7c375b6", library.Version);
        Assert.NotEqual(library.Version, new TermLibrary([null, new("a", "b"), new("c", "d")]).Version);
        Assert.NotEqual(library.Version, new TermLibrary([new("a", "b"), null, new("c", "e")]).Version);
    }

    [Fact]
    public void TermIdOf_AndItemsOf_AreInverse_OnRandomLibraries() => Libraries.TermIds.Sample(termIds =>
    {
        var library = new TermLibrary(termIds);
        for (var item = 0; item < termIds.Length; item++)
        {
            Assert.Equal(termIds[item], library.TermIdOf(item));
            if (termIds[item] is { } termId)
            {
                var same = Enumerable.Range(0, termIds.Length).Where(other => termId.Equals(termIds[other]));
                Assert.Equal(same, library.ItemsOf(termId).ToArray());
            }
        }
    });
}
