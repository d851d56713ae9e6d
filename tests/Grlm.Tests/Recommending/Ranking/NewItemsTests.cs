namespace Grlm.Tests;

public sealed class NewItemsTests
{
    private static readonly TermId _termId = new("lamp", "red");

    [Fact]
    public void Score_OfANewItem_IsTheQuadraticMeanOfThoseItIsLike()
    {
        var (items, ranker) = Make(0.5, 0.3, 0.2);
        Assert.Equal(3, items.Add(_termId, [new(0, 1), new(1, 3)]));
        Assert.Equal(4, items.Add(_termId, []));
        var scores = Score(items.Ranker(ranker), []);
        Assert.Equal([0.5, 0.3, 0.2], scores[..3].Select(score => Math.Round(Math.Exp(score), 5)));
        Assert.Equal(Math.Sqrt(((0.25 * 1) + (0.09 * 3)) / 4), Math.Exp(scores[3]), 5);
        Assert.Equal(1 / 3.0, Math.Exp(scores[4]), 5);
    }

    [Fact]
    public void Score_OfANewItem_TakesTheLatestOfTheHistoryForWanted()
    {
        var (items, ranker) = Make(0.5, 0.3, 0.2);
        items.Add(_termId, [new(2, 1)]);
        Assert.Equal(0.2, Math.Exp(Score(items.Ranker(ranker), [])[3]), 5);
        Assert.Equal(0.5, Math.Exp(Score(items.Ranker(ranker), [2])[3]), 5);
        Assert.Equal(0.2, Math.Exp(Score(items.Ranker(ranker), [2, 0, 0, 0, 0, 0])[3]), 5);
    }

    [Fact]
    public void Ranker_OfBefore_GoesOnWithTheItemsItKnows()
    {
        var (items, ranker) = Make(0.5, 0.3, 0.2);
        Assert.Same(ranker, items.Ranker(ranker));
        items.Add(_termId, [new(0, 1)]);
        var before = items.Ranker(ranker);
        items.Add(_termId, [new(1, 1)]);
        Assert.Equal((4, 5), (before.ItemCount, items.Ranker(ranker).ItemCount));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, double.NaN)]
    public void Add_RefusesALikenessThatCantBe(int item, double score)
        => Assert.Throws<ArgumentException>(() => Make(0.5, 0.3, 0.2).Items.Add(_termId, [new(item, score)]));

    private static (NewItems Items, IItemRanker Ranker) Make(params double[] probabilities)
    {
        TermId[] termIds = [.. probabilities.Select((_, item) => new TermId("lamp", $"number{item}"))];
        var library = new LiveTermLibrary(new TermLibrary(termIds), new int[termIds.Length]);
        return (new NewItems(library), new FixedRanker([.. probabilities.Select(probability => (float)Math.Log(probability))]));
    }

    private static float[] Score(IItemRanker ranker, int[] history)
    {
        var scores = new float[ranker.ItemCount];
        ranker.Score([history], scores, TestContext.Current.CancellationToken);
        return scores;
    }

    private sealed class FixedRanker(float[] scores) : IItemRanker
    {
        public int ItemCount => scores.Length;

        public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> rows, CancellationToken cancellationToken = default)
            => scores.CopyTo(rows);
    }
}
