namespace Grlm.Tests;

public sealed class VectorMatrixTests
{
    [Fact]
    public void Normalize_BringsRowsToLengthOne_TheSmallestAndTheLargestToo()
    {
        var vectors = Vectors.Of([3, 4], [0, 0], [float.Epsilon, 0], [float.MaxValue, -float.MaxValue]);
        vectors.Normalize();
        Assert.Equal([0.6f, 0.8f], vectors[0].ToArray());
        Assert.Equal([0f, 0f], vectors[1].ToArray());
        Assert.Equal([1f, 0f], vectors[2].ToArray());
        Assert.Equal([0.70710677f, -0.70710677f], vectors[3].ToArray());
    }

    [Fact]
    public void Rows_MayLieInSeveralBlocks()
    {
        var vectors = new VectorMatrix(65_536 + 3, 2);
        vectors[65_535][1] = 5;
        vectors[65_538][0] = 7;
        Assert.Equal([0f, 5f], vectors[65_535].ToArray());
        Assert.Equal([0f, 0f], vectors[65_536].ToArray());
        Assert.Equal([7f, 0f], vectors[65_538].ToArray());
    }
}
