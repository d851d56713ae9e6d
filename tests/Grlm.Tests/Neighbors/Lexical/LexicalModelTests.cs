using System.Numerics.Tensors;

namespace Grlm.Tests;

public sealed class LexicalModelTests
{
    private static readonly string[] _texts =
    [
        "green tea shampoo", "green tea conditioner", "black tea soap", "garden hose", "garden hose, long", "GARDEN gloves",
        "Tee aus Österreich", "",
    ];

    [Fact]
    public void Count_CountsWordsAndTheirPieces_WithoutRegardToCase()
    {
        Dictionary<ulong, int> counts = [], again = [];
        LexicalFeatures.Count("Soap, soap-x", counts);

        // " soap " with the pieces " soa", "soap" and "oap " twice; " x " is its own only piece.
        Assert.Equal([1, 2, 2, 2, 2], counts.Values.Order());
        LexicalFeatures.Count("x SOAP\tsoap", again);
        Assert.Equal(counts.OrderBy(pair => pair.Key), again.OrderBy(pair => pair.Key));
        LexicalFeatures.Count("-- , ", counts);
        Assert.Empty(counts);
    }

    [Fact]
    public void Embed_BringsTextsTogetherThatShareWords()
    {
        var model = Learn();
        var shampoo = model.Embed("green tea shampoo");
        Assert.True(Cosine(shampoo, model.Embed("green tea conditioner")) > Cosine(shampoo, model.Embed("black tea soap")));
        Assert.True(Cosine(shampoo, model.Embed("black tea soap")) > Cosine(shampoo, model.Embed("garden hose")));
        Assert.Equal(shampoo, model.Embed("Green, tea; shampoo!"));
        Assert.All(model.Embed("unheard-of"), value => Assert.True(float.IsFinite(value)));
        Assert.All(model.Embed(""), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Learn_FindsOrthonormalDirections_ThatHoldMostOfTheMatrix()
    {
        var projection = Learn().Projection;
        for (var left = 0; left < projection.Width; left++)
        {
            for (var right = 0; right <= left; right++)
            {
                var product = Enumerable.Range(0, projection.Count).Sum(row => (double)projection[row][left] * projection[row][right]);

                // A direction beyond the rank of the matrix is left at zero.
                Assert.True(Math.Abs(product - (left == right ? 1 : 0)) < 1e-4 || (left == right && product == 0));
            }
        }
    }

    [Fact]
    public async Task Files_GiveBackTheSameModel()
    {
        using var folder = new TemporaryFolder();
        var model = Learn();
        await LexicalFiles.WriteAsync(folder.Root, model, TestContext.Current.CancellationToken);
        var read = await LexicalFiles.ReadAsync(folder.Root, TestContext.Current.CancellationToken);
        Assert.Equal(model.Embed("black tea, green hose"), read.Embed("black tea, green hose"));

        MatrixFile.Write(Path.Combine(folder.Root, ArtifactNames.LexicalProjection), "projection", Vectors.Of([1, 2]));
        await Assert.ThrowsAsync<InvalidInputException>(() => LexicalFiles.ReadAsync(folder.Root, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Learn_TakesTextsThatHaveNothingInCommon(int count)
        => Assert.Equal([0f], LexicalModel.Fit(_texts[..count], 8, 1, TestContext.Current.CancellationToken).Embed("green tea"));

    private static LexicalModel Learn() => LexicalModel.Fit(_texts, 6, 42, TestContext.Current.CancellationToken);

    private static float Cosine(float[] left, float[] right) => TensorPrimitives.CosineSimilarity(left, right);
}
