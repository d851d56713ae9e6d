namespace Grlm.Tests;

public sealed class ItemTextTests
{
    [Fact]
    public void Of_HasTitleBrandCategoriesAndDescription_ALineEach()
        => Assert.Equal(
            "Hair mask\nLumen\nBeauty > Hair Care\nGifts\nWith citrus.",
            ItemText.Of(new Item("1", " Hair mask ", "Lumen", [["Beauty", "Hair Care"], ["Gifts"]], "With citrus.")));

    [Fact]
    public void Of_LeavesOutWhatIsNotThere()
    {
        Assert.Equal("Soap", ItemText.Of(new Item("1", "", "", [], "Soap")));
        Assert.Empty(ItemText.Of(new Item("1", " ", "", [[]], "\t")));
    }
}
