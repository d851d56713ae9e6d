using CsCheck;

namespace Grlm.Tests;

public sealed class ItemFilterTests
{
    private static readonly Catalog _shop = new(
    [
        new("a", "Mask", "Lumen", [["Beauty", "Hair Care", "Masks"]], "") { Domain = "care", Price = 12.5, Stock = 3 },
        new("b", "Brush", "lumen", [["Beauty", "Tools"], ["Home", "Hair Care"]], "") { Domain = "care", Price = 40, Stock = 0 },
        new("c", "Mug", "", [["Home", "Kitchen"]], "") { Domain = "home" },
    ]);

    [Fact]
    public void Filters_AreSetsOfItems() => Gen.Select(Gen.Bool.Array[0, 200], Gen.Bool.Array[200]).Sample((first, second) =>
    {
        var (a, b) = (new ItemFilter(first.Length, item => first[item]), new ItemFilter(first.Length, item => second[item]));
        for (var item = 0; item < first.Length; item++)
        {
            Assert.Equal(first[item], a.Allows(item));
            Assert.Equal(first[item] && second[item], a.And(b).Allows(item));
            Assert.Equal(first[item] || second[item], a.Or(b).Allows(item));
            Assert.Equal(!first[item], a.Not().Allows(item));
        }

        Assert.Equal(first.Count(isAllowed => isAllowed), a.AllowedCount);
        Assert.False(a.Allows(first.Length) || a.Allows(-1) || a.Not().Allows(first.Length));
    });

    [Theory]
    [InlineData("Hair Care", "", new[] { 0, 1 })]
    [InlineData("beauty > hair care", "", new[] { 0 })]
    [InlineData("Masks|Kitchen", "", new[] { 0, 2 })]
    [InlineData("", "LUMEN", new[] { 0, 1 })]
    [InlineData("Tools", "Lumen", new[] { 1 })]
    [InlineData("Kitchen", "Lumen", new int[0])]
    [InlineData("", "", new[] { 0, 1, 2 })]
    public void Of_AllowsTheItemsThatMeetAllCriteria(string categories, string brands, int[] expected)
    {
        var filter = ItemFilter.Of(_shop, Criteria(categories, brands));
        Assert.Equal(expected, Enumerable.Range(0, _shop.Count).Where(filter.Allows));
    }

    [Fact]
    public void Of_AllowsItemsOfTheDomainPriceAndStockAskedFor()
    {
        Assert.Equal([2], Allowed(new() { Domains = ["Home"] }));
        Assert.Equal([0, 1], Allowed(new() { MinimumPrice = 12.5 })); // the third has no price
        Assert.Equal([0], Allowed(new() { MaximumPrice = 39.99 }));
        Assert.Equal([1], Allowed(new() { MinimumPrice = 20, MaximumPrice = 40 }));
        Assert.Equal([0], Allowed(new() { MinimumStock = 1 }));
        Assert.Empty(Allowed(new() { Domains = ["home"], MaximumPrice = 100 }));
    }

    [Fact]
    public void Of_RefusesABoundOfWhatIsKnownOfNoItem()
        => Assert.Contains(
            "'price'",
            Assert.Throws<InvalidInputException>(() => ItemFilter.Of(Catalogs.OfSize(3), new() { MaximumPrice = 5 })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Hair Care|Garden", "", "'Garden'")]
    [InlineData("Hair Care > Beauty", "", "'Hair Care > Beauty'")]
    [InlineData(" ", "", "' '")]
    [InlineData("", "Lumen|Lux", "'Lux'")]
    public void Of_RefusesNamesThatNoItemHas(string categories, string brands, string problem)
        => Assert.Contains(
            problem,
            Assert.Throws<InvalidInputException>(() => ItemFilter.Of(_shop, Criteria(categories, brands))).Message,
            StringComparison.Ordinal);

    private static IEnumerable<int> Allowed(ItemCriteria criteria)
    {
        var filter = ItemFilter.Of(_shop, criteria);
        return Enumerable.Range(0, _shop.Count).Where(filter.Allows);
    }

    private static ItemCriteria Criteria(string categories, string brands)
        => new() { Categories = NamesIn(categories), Brands = NamesIn(brands) };

    private static string[] NamesIn(string names) => names.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
