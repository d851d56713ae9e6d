using Xunit;

namespace Grlm.Samples;

public sealed class ShopTests
{
    private static readonly CatalogLine Kettle = new("K-1", "Kettle", "Tarnwick", [["Kitchen", "Coffee", "Kettles"], ["Outdoor", "Camp"]],
        "Boils water.");

    private static readonly IntentBook Book = new("", ["black"], new Dictionary<string, int> { ["Tarnwick"] = 2 }, []);

    [Fact]
    public void Shelf_HoldsAnItemUnderEachOfItsPaths()
    {
        var shop = ShopOf(Book);

        Assert.Equal("K-1", Assert.Single(shop.Shelf("Kitchen > Coffee > Kettles")).Id);
        Assert.Equal("K-1", Assert.Single(shop.Shelf("Outdoor > Camp")).Id);
        Assert.Equal("black", Assert.Single(shop.Products).Colour);
    }

    [Fact]
    public void Shelf_NamesTheCategoryThatNoItemHas()
    {
        var exception = Assert.Throws<InvalidInputException>(() => ShopOf(Book).Shelf("Kitchen > Cofee"));

        Assert.Contains("Kitchen > Cofee", exception.Message);
    }

    [Fact]
    public void Shop_RefusesABrandWithoutPriceLevel()
    {
        var exception = Assert.Throws<InvalidInputException>(() => ShopOf(Book with { PriceLevels = new Dictionary<string, int>() }));

        Assert.Contains("Tarnwick", exception.Message);
    }

    [Fact]
    public void Shop_RefusesAnItemWithoutTermId()
    {
        var exception = Assert.Throws<InvalidInputException>(
            () => new Shop([Kettle], new Dictionary<string, IReadOnlyList<string>>(), Book, new Random(1)));

        Assert.Contains("K-1", exception.Message);
    }

    private static Shop ShopOf(IntentBook book)
        => new([Kettle],
            new Dictionary<string, IReadOnlyList<string>> { ["K-1"] = ["kettle", "gooseneck", "stovetop", "pour-over", "black"] },
            book, new Random(1));
}
