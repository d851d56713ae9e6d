namespace Grlm.Torch.Tests;

public sealed class ItemFeaturesTests
{
    [Fact]
    public void Extract_NumbersBrandsCategoryNodesAndTellingTitleWords()
    {
        // 40 items: "rare" stands in 2 of them, "telling" in 3, "common" in all.
        var catalog = new Catalog(Enumerable.Range(0, 40).Select(item => new Item(
            $"{item}",
            item < 2 ? "common rare" : item < 5 ? "Common TELLING-telling" : "common",
            item == 0 ? "Acme" : item == 1 ? "ACME" : string.Empty,
            item == 0 ? [["A", "B"], ["A", "C"]] : item == 2 ? [["B"]] : [],
            string.Empty)));

        var features = ItemFeatures.Extract(catalog);

        Assert.Equal([0, 1, 2, 3], features.Of(0).ToArray()); // acme, A, A/B, A/C
        Assert.Equal([0], features.Of(1).ToArray());
        Assert.Equal([4, 5], features.Of(2).ToArray()); // B at the top is not B below A; telling
        Assert.Equal([5], features.Of(3).ToArray());
        Assert.Empty(features.Of(39).ToArray());
        Assert.Equal(6, features.FeatureCount);
    }
}
