namespace Grlm.LanguageModels.Tests;

public sealed class ModulePatternsTests
{
    [Fact]
    public void Find_TakesTheFirstThatMatchesTheEndFromADotOn()
    {
        var patterns = new ModulePatterns<int>(KeyValuePair.Create("k_proj", 1), KeyValuePair.Create("layers\\.\\d+\\.mlp\\.up_proj", 2),
            KeyValuePair.Create("up_proj", 3));
        Assert.Equal(1, patterns.Find("model.layers.0.self_attn.k_proj"));
        Assert.Equal(2, patterns.Find("model.layers.10.mlp.up_proj"));
        Assert.Equal(3, patterns.Find("other.up_proj"));
        Assert.Null(patterns.Find("model.xk_proj"));
        Assert.Null(patterns.Find("k_proj.weight"));
    }

    [Fact]
    public void Constructor_TakesAsManyNamesAsThereAreModules_AndFewExpressions()
    {
        var names = Enumerable.Range(0, 1000).Select(layer => KeyValuePair.Create($"model.layers.{layer}.mlp.up_proj", layer)).ToList();
        Assert.Equal(999, new ModulePatterns<int>(names).Find("model.layers.999.mlp.up_proj"));
        Assert.Throws<ArgumentException>(
            () => new ModulePatterns<int>([.. names.Select(name => KeyValuePair.Create(name.Key + "$", name.Value))]));
        Assert.Throws<ArgumentException>(() => new ModulePatterns<int>(KeyValuePair.Create(new string('(', 5000), 1)));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)")]
    public void Constructor_RefusesWhatCannotBeMatched(string expression)
        => Assert.ThrowsAny<ArgumentException>(() => new ModulePatterns<int>(KeyValuePair.Create(expression, 1)));
}
