using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Grlm;

/// <summary>
/// Computes what a forward pass does to vectors between its products, in place and without allocating. Sums are taken in an order of their
/// own: the library's depends on where in memory a vector happens to lie, and equal questions are to get equal answers.
/// </summary>
internal static class LayerMath
{
    private const float NormEpsilon = 1e-5f;
    private const float ShortestLength = 1e-8f;

    /// <summary>Applies layer normalisation without bias (Ba, Kiros and Hinton 2016).</summary>
    /// <param name="vector">What is normalised.</param>
    /// <param name="weight">Scale of each number.</param>
    /// <param name="target">Where to; may be <paramref name="vector"/>.</param>
    public static void Normalize(ReadOnlySpan<float> vector, ReadOnlySpan<float> weight, Span<float> target)
    {
        TensorPrimitives.Subtract(vector, (float)(Sum(vector) / vector.Length), target);
        var variance = VectorMath.Dot(target, target) / vector.Length;
        TensorPrimitives.Multiply(target, (float)(1 / Math.Sqrt(variance + NormEpsilon)), target);
        TensorPrimitives.Multiply(target, weight, target);
    }

    /// <summary>Scales a vector to a length; zeros stay zeros.</summary>
    public static void ScaleTo(double length, Span<float> vector)
        => TensorPrimitives.Multiply(vector, (float)(length / Math.Max(Math.Sqrt(VectorMath.Dot(vector, vector)), ShortestLength)), vector);

    /// <summary>Makes scores the logarithms of their soft-max.</summary>
    public static void LogSoftmax(Span<float> scores)
        => TensorPrimitives.Subtract(scores, (float)LogSumExp(scores), scores);

    /// <summary>Returns the logarithm of the sum of exponentials; minus infinity for none.</summary>
    public static double LogSumExp(ReadOnlySpan<float> scores)
    {
        if (scores.IsEmpty)
        {
            return double.NegativeInfinity;
        }

        ref var first = ref MemoryMarshal.GetReference(scores);
        var highest = TensorPrimitives.Max(scores);
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var place = 0;
        for (; place + Vector512<float>.Count <= scores.Length; place += Vector512<float>.Count)
        {
            var raised = Vector512.Exp(Vector512.LoadUnsafe(ref first, (nuint)place) - Vector512.Create(highest));
            low += Vector512.WidenLower(raised);
            high += Vector512.WidenUpper(raised);
        }

        var sum = Vector512.Sum(low + high);
        for (; place < scores.Length; place++)
        {
            sum += Math.Exp(scores[place] - highest);
        }

        return highest + Math.Log(sum);
    }

    private static double Sum(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var number in vector)
        {
            sum += number;
        }

        return sum;
    }

    /// <summary>
    /// Computes the Gaussian error linear unit <c>x Phi(x)</c> (Hendrycks and Gimpel 2016) with the error function of Abramowitz and
    /// Stegun, 7.1.26, whose error is below 1.5e-7.
    /// </summary>
    public static void Gelu(Span<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var place = 0;
        for (; place + Vector512<float>.Count <= values.Length; place += Vector512<float>.Count)
        {
            Gelu(Vector512.LoadUnsafe(ref first, (nuint)place)).StoreUnsafe(ref first, (nuint)place);
        }

        if (place < values.Length)
        {
            Span<float> last = stackalloc float[Vector512<float>.Count];
            last.Clear();
            values[place..].CopyTo(last);
            Gelu(Vector512.Create<float>(last)).CopyTo(last);
            last[..(values.Length - place)].CopyTo(values[place..]);
        }
    }

    private static Vector512<float> Gelu(Vector512<float> x)
    {
        var z = Vector512.Abs(x) * 0.70710678f;
        var t = Vector512<float>.One / Vector512.MultiplyAddEstimate(Vector512.Create(0.3275911f), z, Vector512<float>.One);
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(1.061405429f), t, Vector512.Create(-1.453152027f));
        sum = Vector512.MultiplyAddEstimate(sum, t, Vector512.Create(1.421413741f));
        sum = Vector512.MultiplyAddEstimate(sum, t, Vector512.Create(-0.284496736f));
        sum = Vector512.MultiplyAddEstimate(sum, t, Vector512.Create(0.254829592f));
        var tail = sum * t * Vector512.Exp(-z * z) * 0.5f; // half of what the error function of z lacks to one
        var below = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail); // Phi(x)
        return x * below;
    }
}
