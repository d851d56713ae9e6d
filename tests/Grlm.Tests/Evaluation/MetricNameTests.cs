namespace Grlm.Tests;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("recall@10", MetricKind.Recall, 10)]
    [InlineData("NDCG@5", MetricKind.Ndcg, 5)]
    [InlineData("mrr@100", MetricKind.Mrr, 100)]
    [InlineData("hit_rate@1", MetricKind.HitRate, 1)]
    [InlineData("validRate@10", MetricKind.ValidRate, 10)]
    [InlineData("directHitRate@20", MetricKind.DirectHitRate, 20)]
    public void Parse_ReadsAName(string name, MetricKind kind, int cutoff)
    => Assert.Equal(new MetricName(kind, cutoff), MetricName.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("recall")]
    [InlineData("recall@")]
    [InlineData("recall@0")]
    [InlineData("recall@-1")]
    [InlineData("recall@ten")]
    [InlineData("recall@5@10")]
    [InlineData("precision@5")]
    public void Parse_RefusesWhatIsNoMetric(string name)
        => Assert.Contains("There is no metric", Assert.Throws<InvalidOptionsException>(() => MetricName.Parse(name)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ToString_GivesTheNamesThatScriptsRelyOn()
        => Assert.Equal(
            ((string[])["recall", "ndcg", "mrr", "hitRate", "validRate", "directHitRate"]).SelectMany(
                kind => (string[])[$"{kind}@1", $"{kind}@5", $"{kind}@10", $"{kind}@20"]),
            Evaluator.MetricsOf(RecommendationSource.Generator).Select(metric => metric.ToString()));

    [Fact]
    public void ToString_ReadsBackTheSame()
    {
        foreach (var kind in Enum.GetValues<MetricKind>())
        {
            Assert.Equal(new MetricName(kind, 7), MetricName.Parse(new MetricName(kind, 7).ToString()));
        }
    }
}
