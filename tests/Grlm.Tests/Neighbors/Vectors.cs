namespace Grlm.Tests;

internal static class Vectors
{
    /// <summary>Rows as they stand.</summary>
    public static VectorMatrix Of(params float[][] rows)
    {
        var vectors = new VectorMatrix(rows.Length, rows.Length == 0 ? 1 : rows[0].Length);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(vectors[row]);
        }

        return vectors;
    }

    /// <summary>
    /// Vectors of length one of a few small whole numbers, so that many are equal and many pairs tie; some are zeros, and some repeat an
    /// earlier one.
    /// </summary>
    public static VectorMatrix Crowded(int count, int width, int seed)
    {
        var random = new Random(seed);
        var vectors = new VectorMatrix(count, width);
        for (var row = 0; row < count; row++)
        {
            if (row > 0 && random.Next(4) == 0)
            {
                vectors[random.Next(row)].CopyTo(vectors[row]);
                continue;
            }

            foreach (ref var value in vectors[row])
            {
                value = random.Next(-1, 2);
            }
        }

        vectors.Normalize();
        return vectors;
    }

    /// <summary>Vectors of length one around some two hundred topics.</summary>
    public static VectorMatrix Topics(int count, int width, int seed)
    {
        var random = new Random(seed);
        var topics = new VectorMatrix(200, width);
        var vectors = new VectorMatrix(count, width);
        for (var row = 0; row < topics.Count + count; row++)
        {
            var isTopic = row < topics.Count;
            var topic = topics[isTopic ? row : random.Next(topics.Count)];
            var vector = isTopic ? topic : vectors[row - topics.Count];
            for (var place = 0; place < width; place++)
            {
                vector[place] = topic[place] + (float)(random.NextDouble() - 0.5);
            }
        }

        vectors.Normalize();
        return vectors;
    }

    /// <summary>Neighbours by the definition: every pair in double precision, then sorted.</summary>
    public static Neighbor[][] BruteForce(VectorMatrix vectors, int count) =>
    [
        .. Enumerable.Range(0, vectors.Count).Select(row => Enumerable.Range(0, vectors.Count)
            .Where(other => other != row)
            .Select(other => (Item: other, Similarity: VectorMath.Dot(vectors[row], vectors[other])))
            .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Item)
            .Take(count)
            .Select(pair => new Neighbor(pair.Item, (float)pair.Similarity))
            .ToArray()),
    ];
}
