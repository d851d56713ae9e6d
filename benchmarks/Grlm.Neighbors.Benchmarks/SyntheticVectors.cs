namespace Grlm.Neighbors.Benchmarks;

/// <summary>
/// Made-up vectors of any number, the same for the same seed: topics within departments, as the vectors of a shop's texts have them, and
/// noise of the chosen strength on top. The stronger the noise, the less a cluster tells about where a neighbour is.
/// </summary>
internal static class SyntheticVectors
{
    private const int ItemsATopic = 60;
    private const int TopicsADepartment = 40;

    /// <summary>Makes them, of length one.</summary>
    /// <param name="count">Vectors.</param>
    /// <param name="width">Numbers in a vector.</param>
    /// <param name="noise">Length of the noise beside a topic of length one.</param>
    /// <param name="seed">Seed.</param>
    public static VectorMatrix Make(int count, int width, double noise, int seed)
    {
        var topics = Math.Max(1, count / ItemsATopic);
        var departments = Scatter(null, Math.Max(1, topics / TopicsADepartment), width, 1, seed);
        return Scatter(Scatter(departments, topics, width, 1, seed + 1), count, width, noise, seed + 2);
    }

    private static VectorMatrix Scatter(VectorMatrix? centers, int count, int width, double spread, int seed)
    {
        var vectors = new VectorMatrix(count, width);
        Parallel.For(0, count, row =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + row));
            var vector = vectors[row];
            var center = centers is null ? default : centers[random.Next(centers.Count)];
            for (var place = 0; place < width; place++)
            {
                vector[place] = (float)((center.IsEmpty ? 0 : center[place]) + (spread * Normal(random) / Math.Sqrt(width)));
            }
        });
        vectors.Normalize();
        return vectors;
    }

    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
