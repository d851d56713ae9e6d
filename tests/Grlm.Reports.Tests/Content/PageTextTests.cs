namespace Grlm.Reports.Tests;

public sealed class PageTextTests
{
    [Theory]
    [InlineData(0, 10, "0 %")]
    [InlineData(1, 3, "33 %")]
    [InlineData(1, 30, "3.3 %")]
    [InlineData(999, 1000, "99.9 %")]
    [InlineData(10, 10, "100 %")]
    [InlineData(1, 0, "–")]
    public void Percent_IsAsExactAsItNeedsToBe(double part, double whole, string text) => Assert.Equal(text, PageText.Percent(part, whole));

    [Fact]
    public void Title_IsCutBetweenLetters_AndNeverEmpty()
    {
        Assert.Equal("Item 7", PageText.Title("7", "  "));
        var faces = PageText.Title("7", string.Concat(Enumerable.Repeat("😀", 5_000)));
        Assert.True(faces.Length <= 160);
        Assert.DoesNotContain(faces.EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar);
    }

    [Theory]
    [InlineData("ndcg@10", "NDCG@10")]
    [InlineData("directHitRate@10", "Direct@10")]
    [InlineData("intraListDiversity@10", "Intra list diversity@10")]
    [InlineData("coverage", "Coverage")]
    public void MetricName_IsRead(string metric, string text) => Assert.Equal(text, EvaluationText.MetricName(metric));
}
