using System.Text.Json;

namespace Grlm.Import.Tests;

public sealed class CategoryPathsTests
{
    [Theory]
    [InlineData("""[["A", "B"], ["C"]]""", """[["A","B"],["C"]]""")]
    [InlineData("""["A", " B "]""", """[["A","B"]]""")]
    [InlineData("""[[], ["", "A"]]""", """[["A"]]""")]
    [InlineData("[]", "[]")]
    [InlineData("null", "[]")]
    [InlineData("\"\"", "[]")]
    [InlineData("\"Café\"", """[["Café"]]""")]
    [InlineData("\"A > B\"", """[["A","B"]]""")]
    [InlineData("\"A|B\"", """[["A","B"]]""")]
    [InlineData("\"A > B | A > C\"", """[["A","B"],["A","C"]]""")]
    public void TryNormalize_GivesPathsForEveryForm(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.True(CategoryPaths.TryNormalize(document.RootElement, out var paths));
        Assert.Equal(expected, paths);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[["A"], "B"]""")]
    [InlineData("""[["A", null]]""")]
    public void TryNormalize_RefusesOtherForms(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(CategoryPaths.TryNormalize(document.RootElement, out _));
    }

    [Theory]
    [InlineData("A > B", true, """[["A","B"]]""")]
    [InlineData("""["A"]""", true, """[["A"]]""")]
    [InlineData("", true, "[]")]
    [InlineData("[A]", false, "")]
    public void TryNormalize_OfATextField_ReadsJsonWhereItBeginsWithABracket(string text, bool valid, string expected)
    {
        Assert.Equal(valid, CategoryPaths.TryNormalize(text, out var paths));
        Assert.Equal(expected, paths);
    }
}
