namespace Grlm.Tests;

public sealed class BaselinesTests
{
    private static readonly TermLibrary _library = new(
        [new TermId("mask", "hair"), new TermId("soap", "skin"), new TermId("mask", "skin"), new TermId("oil", "beard"), null]);

    private static readonly TrainingSplit _training = new LeaveOneOutSplit(Splits.Histories([0, 1], [0, 1], [1, 2], [1])).Training;

    [Fact]
    public void Popular_OrdersByTrainingInteractions() => Assert.Equal([1, 0, 2, 3, 4], Order(RecommendationSource.Popular, [3]));

    [Fact]
    public void Cooccurrence_PutsFirstWhatGoesWithTheHistory_ThenByPopularity()
        => Assert.Equal([1, 0, 2, 3, 4], Order(RecommendationSource.Cooccurrence, [0]));

    [Fact]
    public void Cooccurrence_HeedsTheLatestItemMost()
    {
        var scores = Scores(RecommendationSource.Cooccurrence, [2, 0]);
        Assert.True(scores[1] > scores[0]);
    }

    [Fact]
    public void Bm25_PutsFirstWhatSharesRareTerms()
    {
        // "mask" stands in items 0 and 2, "hair" in item 0 alone.
        var order = Order(RecommendationSource.Bm25, [0]);
        Assert.Equal([0, 2], order[..2]);

        // idf = ln(1 + (5 - n + .5) / (n + .5)): ln 2.4 for "mask" and ln 4 for "hair".
        var scores = Scores(RecommendationSource.Bm25, [0]);
        Assert.Equal(Math.Log(2.4) + Math.Log(4), scores[0] - scores[3], 1e-5);
        Assert.Equal(Math.Log(2.4), scores[2] - scores[3], 1e-5);
    }

    [Fact]
    public void Bm25_TakesFillerForNoLikeness()
    {
        var library = new TermLibrary(
            [new("mask", "unspecified"), new("soap", "unspecified"), new("mask", "skin"), new("oil", "beard"), null]);
        var scores = new float[5];
        Baselines.TryCreate(RecommendationSource.Bm25, library, _training)!.Score([[0]], scores, TestContext.Current.CancellationToken);
        Assert.Equal(scores[3], scores[1]);
        Assert.Equal(scores[0], scores[2]);
    }

    [Fact]
    public void Bm25_ForgetsTheLastQuery()
    {
        var ranker = Baselines.TryCreate(RecommendationSource.Bm25, _library, _training)!;
        var both = new float[10];
        ranker.Score([[0], [3]], both, TestContext.Current.CancellationToken);
        Assert.Equal(Scores(RecommendationSource.Bm25, [3]), both[5..]);
    }

    [Theory]
    [InlineData(RecommendationSource.Popular)]
    [InlineData(RecommendationSource.Cooccurrence)]
    [InlineData(RecommendationSource.Bm25)]
    public void Scores_AreLogarithmsOfProbabilities(RecommendationSource source)
    {
        Assert.Equal(1, Scores(source, [0, 2]).Sum(score => Math.Exp(score)), 1e-5);
        var ranker = Baselines.TryCreate(source, _library, _training)!;
        Assert.Throws<ArgumentException>(() => ranker.Score([[0]], new float[4], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(RecommendationSource.Popular)]
    [InlineData(RecommendationSource.Cooccurrence)]
    [InlineData(RecommendationSource.Bm25)]
    public void Score_StopsWhenItIsCancelled(RecommendationSource source)
    {
        var ranker = Baselines.TryCreate(source, _library, _training)!;
        Assert.Throws<OperationCanceledException>(
            () => ranker.Score([[0]], new float[ranker.ItemCount], new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(RecommendationSource.Ranker)]
    [InlineData(RecommendationSource.Generator)]
    public void Models_AreNoBaselines(RecommendationSource source) => Assert.Null(Baselines.TryCreate(source, _library, _training));

    private static int[] Order(RecommendationSource source, int[] history)
    {
        var scores = Scores(source, history);
        return [.. Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item])];
    }

    private static float[] Scores(RecommendationSource source, int[] history)
    {
        var ranker = Baselines.TryCreate(source, _library, _training)!;
        var scores = new float[ranker.ItemCount];
        ranker.Score([history], scores);
        return scores;
    }
}
