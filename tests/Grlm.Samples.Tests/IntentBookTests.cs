using Xunit;

namespace Grlm.Samples;

public sealed class IntentBookTests
{
    private static IEnumerable<IntentStep> Steps => SampleFolder.Intents.Intents.SelectMany(intent => intent.Steps);

    [Fact]
    public void Intents_AreManyAndDistinct()
    {
        Assert.True(SampleFolder.Intents.Intents.Count >= 25);
        Assert.Distinct(SampleFolder.Intents.Intents.Select(intent => intent.Name));
    }

    [Fact]
    public void EveryStep_NamesACategoryThatItemsHave() => Assert.All(Steps, step => Assert.NotEmpty(SampleFolder.ItemsIn(step.Category)));

    [Fact]
    public void EveryCategory_IsVisitedByAnIntent()
        => Assert.Empty(SampleFolder.Items.SelectMany(item => item.Categories).Select(path => string.Join(Shop.PathSeparator, path))
            .Except(Steps.Select(step => step.Category)));

    [Fact]
    public void EveryTermOfAStep_BelongsToAnItemOfItsCategory()
    {
        Assert.All(Steps, step =>
        {
            var known = SampleFolder.ItemsIn(step.Category).SelectMany(item => SampleFolder.TermIds[item.ItemId]);
            Assert.Empty((step.Terms ?? []).Except(known));
        });
    }

    [Fact]
    public void EveryStep_CanBeTaken()
    {
        Assert.All(Steps, step => Assert.True(step is { Chance: > 0 and <= 1, Times: >= 1 }, step.Category));
        Assert.All(SampleFolder.Intents.Intents,
            intent => Assert.True(intent.Weight > 0 && intent.Steps.Count >= ShopperGenerator.ShortestHistory, intent.Name));
    }

    [Fact]
    public void EveryBrand_HasAPriceLevel()
    {
        Assert.Equal(SampleFolder.Items.Select(item => item.Brand).Distinct().Order(), SampleFolder.Intents.PriceLevels.Keys.Order());
        Assert.All(SampleFolder.Intents.PriceLevels.Values, level => Assert.InRange(level, 1, 3));
    }

    [Fact]
    public void EveryColour_IsATermOfSeveralItems()
        => Assert.All(SampleFolder.Intents.Colours,
            colour => Assert.True(SampleFolder.TermIds.Values.Count(terms => terms.Contains(colour)) >= 3, colour));
}
