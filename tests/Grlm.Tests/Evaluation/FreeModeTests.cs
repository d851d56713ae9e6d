namespace Grlm.Tests;

/// <summary>
/// Valid rate and direct hit rate of what a model writes without a constraint: TIDs that need not be in the library, nor of its length.
/// </summary>
public sealed class FreeModeTests
{
    [Fact]
    public void RatesCountIdentifiersOfTheLibrary_AndItemsThatCameByDirectMapping()
    {
        // Eight items "t0 t0" to "t0 t7". Of four generated TIDs two are in the library, one of them twice: VR@10 = 3 of 10 asked for, VR@2
        // = 1. They give items 3 and 5 directly, and structural mapping the three others that are not in the history: DHR@10 = 2 of 10,
        // DHR@5 = 2 of 5.
        TermId[] written = [new("t0", "t3"), new("t0", "t5"), new("t0", "t3"), new("t0", "hair", "mask"), new("invented"),
            new([]), new("t0", "")];
        var prediction = Predict(written);
        Assert.Equal([true, true, true, false, false, false, false], prediction.IsValid);
        Assert.Equal(0.3, RankingMetrics.Of(new(MetricKind.ValidRate, 10), prediction));
        Assert.Equal(1, RankingMetrics.Of(new(MetricKind.ValidRate, 2), prediction));
        Assert.Equal([3, 5], prediction.Items.Take(2).Select(item => item.Item));
        Assert.Equal(5, prediction.Items.Count);
        Assert.Equal(0.2, RankingMetrics.Of(new(MetricKind.DirectHitRate, 10), prediction));
        Assert.Equal(0.4, RankingMetrics.Of(new(MetricKind.DirectHitRate, 5), prediction));
    }

    [Fact]
    public void AUserForWhomNothingUsableIsWritten_CountsAsAMiss()
    {
        var prediction = Predict(new("invented", "too"), new([]));
        Assert.Empty(prediction.Items);
        Assert.Equal([0, 0, 0],
            new[] { MetricKind.Recall, MetricKind.ValidRate,
                MetricKind.DirectHitRate }.Select(kind => RankingMetrics.Of(new(kind, 10), prediction)));
    }

    private static UserPrediction Predict(params TermId[] written)
    {
        var library = Splits.LibraryOf(8);
        var targets = new LeaveOneOutSplit(Splits.Histories([0, 1, 2, 4])).Targets(SplitPart.Test);
        var evaluator = new Evaluator(targets, library, new Recommender(library, new FakeGenerator(_ => written), null, new int[8]));
        return Assert.Single(Assert.Single(evaluator.Predict(new EvaluateOptions(), TestContext.Current.CancellationToken)));
    }
}
