using System.Text.Json;

namespace Grlm.Tests;

public sealed class RankingMetricsTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 10, 1, 0.6309297535714575, 0.5)]
    [InlineData(3, 10, 1, 0.5, 0.3333333333333333)]
    [InlineData(7, 10, 1, 0.3333333333333333, 0.14285714285714285)]
    [InlineData(10, 10, 1, 0.2890648263178879, 0.1)]
    [InlineData(11, 10, 0, 0, 0)]
    [InlineData(2, 1, 0, 0, 0)]
    [InlineData(null, 10, 0, 0, 0)]
    public void Metrics_OfOneTarget(int? rank, int cutoff, double recall, double ndcg, double reciprocalRank)
    {
        Assert.Equal(recall, RankingMetrics.Recall(rank, cutoff), 15);
        Assert.Equal(ndcg, RankingMetrics.Ndcg(rank, cutoff), 15);
        Assert.Equal(reciprocalRank, RankingMetrics.ReciprocalRank(rank, cutoff), 15);
    }

    [Fact]
    public void ValidRate_CountsTermIdsThatWereNotGivenAgainstIt()
    {
        Assert.Equal(0.3, RankingMetrics.ValidRate([true, true, false, true], 10), 15);
        Assert.Equal(0.5, RankingMetrics.ValidRate([true, false, true], 2), 15);
        Assert.Equal(0, RankingMetrics.ValidRate([], 10));
    }

    [Fact]
    public void DirectHitRate_CountsItemsThatWereNotGivenAgainstIt()
    {
        Recommendation[] items = [new(1, 0, GroundingSource.Direct), new(2, 0, GroundingSource.Structural),
            new(3, 0, GroundingSource.Direct)];
        Assert.Equal(0.2, RankingMetrics.DirectHitRate(items, 10), 15);
        Assert.Equal(0.5, RankingMetrics.DirectHitRate(items, 2), 15);
    }

    [Fact]
    public void Means_AreThoseOfTheWorkedExample()
    {
        // docs/evaluation.md: three users, targets on places 1 and 3, and not in the list.
        var metrics = new MetricsAccumulator(MetricName.OfRanking);
        Recommendation[] items = [new(7, 0, GroundingSource.Ranker), new(8, 0, GroundingSource.Ranker), new(9, 0, GroundingSource.Ranker)];
        metrics.Add(new UserPrediction(0, Target: 7, items, []));
        metrics.Add(new UserPrediction(1, Target: 9, items, []));
        metrics.Add(new UserPrediction(2, Target: 5, items, []));
        Assert.Equal(1.0 / 3, metrics.Means()["recall@1"], 15);
        Assert.Equal(2.0 / 3, metrics.Means()["recall@5"], 15);
        Assert.Equal(0.5, metrics.Means()["ndcg@5"], 15);
        Assert.Equal(4.0 / 9, metrics.Means()["mrr@10"], 15);
        Assert.Throws<ArgumentException>(() => metrics.Mean(new MetricName(MetricKind.Recall, 3)));
    }

    [Fact]
    public void Means_EqualThoseOfTheReferenceImplementation()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden", "ranking_metrics.json")));
        var expected = golden.RootElement.GetProperty("expected").EnumerateObject()
            .Select(figure => (Metric: MetricName.Parse(figure.Name), Value: figure.Value.GetDouble()))
            .ToList();
        var metrics = new MetricsAccumulator([.. expected.Select(figure => figure.Metric)]);
        var numbers = new Dictionary<string, int>();
        foreach (var row in golden.RootElement.GetProperty("rows").EnumerateArray())
        {
            var items = row.GetProperty("predicted").EnumerateArray()
                .Select(item => new Recommendation(NumberOf(item), 0, GroundingSource.Ranker));
            metrics.Add(new UserPrediction(metrics.Users, NumberOf(row.GetProperty("target")), [.. items], []));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(golden.RootElement.GetProperty("rows").GetArrayLength(), metrics.Users);
        Assert.All(expected, figure => Assert.Equal(figure.Value, metrics.Mean(figure.Metric), 12));

        int NumberOf(JsonElement id)
        {
            numbers.TryAdd(id.GetString()!, numbers.Count);
            return numbers[id.GetString()!];
        }
    }
}
