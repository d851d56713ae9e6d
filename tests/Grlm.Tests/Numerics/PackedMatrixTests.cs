using CsCheck;

namespace Grlm.Tests;

public sealed class PackedMatrixTests
{
    private static readonly Gen<(int Rows, int Width, int Vectors, int Seed)> _cases =
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 40], Gen.Int[0, 9], Gen.Int[0, 10_000]);

    [Fact]
    public void Multiply_GivesTheScalarProductsOfAnyNumberOfRowsAndVectors() => _cases.Sample(test =>
    {
        var (rows, vectors) = (Noise(test.Rows * test.Width, test.Seed), Noise(test.Vectors * test.Width, test.Seed + 1));
        var products = new float[test.Rows * test.Vectors];
        new PackedMatrix(rows, test.Width).Multiply(vectors, products);
        for (var product = 0; product < products.Length; product++)
        {
            var row = rows.AsSpan(product % test.Rows * test.Width, test.Width);
            Assert.Equal(VectorMath.Dot(vectors.AsSpan(product / test.Rows * test.Width, test.Width), row), products[product], 1e-4);
        }
    });

    [Fact]
    public void Multiply_GivesEachVectorTheSameBitsAloneAndAmongOthers() => _cases.Sample(test =>
    {
        var vectors = Noise(test.Vectors * test.Width, test.Seed + 1);
        var matrix = new PackedMatrix(Noise(test.Rows * test.Width, test.Seed), test.Width);
        var together = new float[test.Rows * test.Vectors];
        matrix.Multiply(vectors, together);
        var alone = new float[test.Rows];
        for (var vector = 0; vector < test.Vectors; vector++)
        {
            matrix.Multiply(vectors.AsSpan(vector * test.Width, test.Width), alone);
            Assert.Equal(alone, together[(vector * test.Rows)..((vector + 1) * test.Rows)]);
        }
    });

    private static float[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
