using System.Numerics.Tensors;

namespace Grlm.Providers;

/// <summary>Several vectors, one behind the other, made one.</summary>
internal static class TokenVectors
{
    /// <summary>Their mean.</summary>
    public static float[] Mean(ReadOnlySpan<float> vectors, int width)
    {
        var mean = new float[width];
        for (var first = 0; first < vectors.Length; first += width)
        {
            TensorPrimitives.Add(mean, vectors.Slice(first, width), mean);
        }

        TensorPrimitives.Divide(mean, vectors.Length / width, mean);
        return mean;
    }

    /// <summary>The largest number in each place.</summary>
    public static float[] Maximum(ReadOnlySpan<float> vectors, int width)
    {
        var maximum = vectors[..width].ToArray();
        for (var first = width; first < vectors.Length; first += width)
        {
            TensorPrimitives.Max(maximum, vectors.Slice(first, width), maximum);
        }

        return maximum;
    }
}
