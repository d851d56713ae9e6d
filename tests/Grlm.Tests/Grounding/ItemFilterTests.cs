using CsCheck;

namespace Grlm.Tests;

public sealed class ItemFilterTests
{
    private static readonly Catalog _shop = new(
    [
        new("a", "Mask", "Lumen", [["Beauty", "Hair Care", "Masks"]], ""),
        new("b", "Brush", "lumen", [["Beauty", "Tools"], ["Home", "Hair Care"]], ""),
        new("c", "Mug", "", [["Home", "Kitchen"]], ""),
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

    private static ItemCriteria Criteria(string categories, string brands)
        => new() { Categories = NamesIn(categories), Brands = NamesIn(brands) };

    private static string[] NamesIn(string names) => names.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
