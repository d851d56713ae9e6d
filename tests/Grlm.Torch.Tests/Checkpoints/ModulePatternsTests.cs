namespace Grlm.Torch.Tests;

public sealed class ModulePatternsTests
{
    [Fact]
    public void Find_TakesTheFirstThatMatchesTheEndFromADotOn()
    {
        var patterns = new ModulePatterns<int>(KeyValuePair.Create("k_proj", 1), KeyValuePair.Create("layers\\.\\d+\\.mlp\\.up_proj", 2), KeyValuePair.Create("up_proj", 3));
        Assert.Equal(1, patterns.Find("model.layers.0.self_attn.k_proj"));
        Assert.Equal(2, patterns.Find("model.layers.10.mlp.up_proj"));
        Assert.Equal(3, patterns.Find("other.up_proj"));
        Assert.Null(patterns.Find("model.xk_proj"));
        Assert.Null(patterns.Find("k_proj.weight"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)")]
    public void Constructor_RefusesWhatCannotBeMatched(string expression)
        => Assert.ThrowsAny<ArgumentException>(() => new ModulePatterns<int>(KeyValuePair.Create(expression, 1)));
}
