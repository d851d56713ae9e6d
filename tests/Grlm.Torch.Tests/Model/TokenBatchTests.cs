namespace Grlm.Torch.Tests;

public sealed class TokenBatchTests
{
    private const float X = float.NegativeInfinity;

    [Fact]
    public void Padded_OnTheLeft_EndsRowsTogetherAndHidesThePadding()
    {
        var batch = TokenBatch.Padded([[5, 6, 7], [8]], PaddingSide.Left, padToken: 9);

        Assert.Equal([5, 6, 7, 9, 9, 8], batch.Ids);
        Assert.Equal([0, 1, 2, 0, 0, 0], batch.Positions);
        Assert.Equal(3, batch.Slots);
        Assert.Equal([0, X, X, 0, 0, X, 0, 0, 0, /* row 2 */ 0, X, X, X, 0, X, X, X, 0], batch.Visibility);
    }

    [Fact]
    public void Padded_OnTheRight_BeginsRowsTogether()
    {
        var batch = TokenBatch.Padded([[8], [5, 6]], PaddingSide.Right, padToken: 9);

        Assert.Equal([8, 9, 5, 6], batch.Ids);
        Assert.Equal([0, 0, 0, 1], batch.Positions);
        Assert.Equal([0, X, X, 0, 0, X, 0, 0], batch.Visibility);
    }

    [Fact]
    public void Packed_KeepsTextsApart()
    {
        var batch = TokenBatch.Packed([new RowLayout([[1, 2], [3, 4]])]);

        Assert.Equal([1, 2, 3, 4], batch.Ids);
        Assert.Equal([0, 1, 0, 1], batch.Positions);
        Assert.Equal([0, X, X, X, 0, 0, X, X, X, X, 0, X, X, X, 0, 0], batch.Visibility);
    }

    [Fact]
    public void Packed_LaysAPromptThatTextsShareOnce()
    {
        var batch = TokenBatch.Packed([new RowLayout([[7, 1], [7, 2, 3], [8, 4]], prompts: [1, 1, 1])]);

        Assert.Equal([7, 1, 2, 3, 8, 4], batch.Ids);
        Assert.Equal([0, 1, 1, 2, 0, 1], batch.Positions);
        Assert.Equal(
            [
                0, X, X, X, X, X,
                0, 0, X, X, X, X,
                0, X, 0, X, X, X, // not what the first text goes on with
                0, X, 0, 0, X, X,
                X, X, X, X, 0, X, // another prompt
                X, X, X, X, 0, 0,
            ],
            batch.Visibility);
    }
}
