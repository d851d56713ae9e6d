using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Tensor arithmetic that involves a scalar. The binding hands the raw handle of a <see cref="Scalar"/> to native code without keeping the
/// object alive, so a temporary one (there is one behind <c>a + b</c>, which is <c>add(b, alpha: 1)</c>) may be freed by its finaliser
/// while native code reads it. Every scalar, read or passed, therefore goes through here and outlives its call; no other file uses
/// operators on tensors.
/// </summary>
internal static class TensorMath
{
    private static readonly Scalar One = 1f.ToScalar();
    private static readonly Scalar MinusOne = (-1f).ToScalar();

    /// <summary>Returns a + b.</summary>
    public static Tensor Add(Tensor a, Tensor b) => a.add(b, One);

    /// <summary>Returns a - b.</summary>
    public static Tensor Subtract(Tensor a, Tensor b) => a.add(b, MinusOne);

    /// <summary>Adds <c>b</c> to <c>a</c>: <c>a = a + b</c>.</summary>
    public static void AddInPlace(Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>Adds a multiple of <c>b</c> to <c>a</c>: <c>a = a + factor b</c>.</summary>
    public static void AddInPlace(Tensor a, Tensor b, double factor)
    {
        var scalar = factor.ToScalar();
        a.add_(b, scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>Returns a times factor.</summary>
    public static Tensor Scale(Tensor a, double factor)
    {
        var scalar = factor.ToScalar();
        var result = a.mul(scalar);
        GC.KeepAlive(scalar);
        return result;
    }

    /// <summary>Multiplies <c>a</c> by a factor.</summary>
    public static void ScaleInPlace(Tensor a, double factor)
    {
        var scalar = factor.ToScalar();
        a.mul_(scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>Adds a term to each number of <c>a</c>.</summary>
    public static void ShiftInPlace(Tensor a, double term)
    {
        var scalar = term.ToScalar();
        a.add_(scalar, One);
        GC.KeepAlive(scalar);
    }

    /// <summary>Returns the smaller of a and the bound, element by element.</summary>
    public static Tensor AtMost(Tensor a, double bound)
    {
        var scalar = bound.ToScalar();
        var result = a.clamp_max(scalar);
        GC.KeepAlive(scalar);
        return result;
    }

    /// <summary>Raises what is below the bound to it.</summary>
    public static void RaiseInPlace(Tensor a, double bound)
    {
        var scalar = bound.ToScalar();
        a.clamp_min_(scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>Adds a product element by element: <c>a = a + factor x y</c>.</summary>
    public static void AddProductInPlace(Tensor a, Tensor x, Tensor y, double factor)
    {
        var scalar = factor.ToScalar();
        a.addcmul_(x, y, scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>Adds a quotient element by element: <c>a = a + factor x / y</c>.</summary>
    public static void AddQuotientInPlace(Tensor a, Tensor x, Tensor y, double factor)
    {
        var scalar = factor.ToScalar();
        a.addcdiv_(x, y, scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>
    /// Adds the rows of <paramref name="source"/> to the rows of <paramref name="target"/> that <paramref name="index"/> names.
    /// </summary>
    public static void IndexAddInPlace(Tensor target, Tensor index, Tensor source) => target.index_add_(0, index, source, One);

    /// <summary>Returns the number of a tensor that holds one.</summary>
    public static double ToDouble(Tensor a)
    {
        using var scalar = a.ToScalar();
        return scalar.ToDouble();
    }

    /// <summary>
    /// Sums weights times numbers in the order of the rows, in double precision: the same on any number of threads, between which the
    /// library splits its sums, its logarithms and with them their last bits. Most weights may be zero.
    /// </summary>
    /// <param name="weights">The weights.</param>
    /// <param name="numbers">As many numbers, in single precision like them.</param>
    /// <param name="of">What is done to each number first; nothing by default.</param>
    public static double WeightedTotal(Tensor weights, Tensor numbers, Func<double, double>? of = null)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var chosen = weights.to_type(ScalarType.Bool);
        var (masses, values) = (Read(weights), Read(numbers));
        var total = 0.0;
        for (var place = 0; place < masses.Length; place++)
        {
            total += masses[place] * (of is null ? values[place] : of(values[place]));
        }

        return total;

        float[] Read(Tensor all) => all.masked_select(chosen).cpu().data<float>().ToArray();
    }

    /// <summary>Rows scaled to length one; a row of zeros stays zero.</summary>
    public static Tensor NormalizeRows(Tensor rows) => nn.functional.normalize(rows, p: 2, dim: -1, eps: 1e-8);
}
