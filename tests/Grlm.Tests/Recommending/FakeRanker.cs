namespace Grlm.Tests;

/// <summary>Scores items as it is told to, and keeps every history.</summary>
internal sealed class FakeRanker(int itemCount, Func<IReadOnlyList<int>, int, float> score) : IItemRanker
{
    public List<IReadOnlyList<int>> Histories { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public int ItemCount => itemCount;

    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
    {
        Assert.Equal(histories.Count * itemCount, scores.Length);
        Histories.AddRange(histories);
        BatchSizes.Add(histories.Count);
        for (var place = 0; place < scores.Length; place++)
        {
            scores[place] = score(histories[place / itemCount], place % itemCount);
        }
    }
}
