using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Grlm.Torch;

/// <summary>
/// Tensor arithmetic that involves a scalar. The binding hands the raw handle of a <see cref="Scalar"/> to native code without keeping the
/// object alive, so a temporary one (there is one behind <c>a + b</c>, which is <c>add(b, alpha: 1)</c>) may be freed by its finaliser while
/// native code reads it. Every scalar, read or passed, therefore goes through here and outlives its call; no other file uses operators on tensors.
/// </summary>
internal static class TensorMath
{
    private static readonly Scalar One = 1f.ToScalar();
    private static readonly Scalar MinusOne = (-1f).ToScalar();

    /// <summary>a + b.</summary>
    public static Tensor Add(Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a - b.</summary>
    public static Tensor Subtract(Tensor a, Tensor b) => a.add(b, MinusOne);

    /// <summary>a = a + b.</summary>
    public static void AddInPlace(Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>a = a + factor b.</summary>
    public static void AddInPlace(Tensor a, Tensor b, double factor)
    {
        var scalar = factor.ToScalar();
        a.add_(b, scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>a times factor.</summary>
    public static Tensor Scale(Tensor a, double factor)
    {
        var scalar = factor.ToScalar();
        var result = a.mul(scalar);
        GC.KeepAlive(scalar);
        return result;
    }

    /// <summary>a = a times factor.</summary>
    public static void ScaleInPlace(Tensor a, double factor)
    {
        var scalar = factor.ToScalar();
        a.mul_(scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>a = a + term.</summary>
    public static void ShiftInPlace(Tensor a, double term)
    {
        var scalar = term.ToScalar();
        a.add_(scalar, One);
        GC.KeepAlive(scalar);
    }

    /// <summary>The smaller of a and the bound, element by element.</summary>
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

    /// <summary>a = a + factor x y, element by element.</summary>
    public static void AddProductInPlace(Tensor a, Tensor x, Tensor y, double factor)
    {
        var scalar = factor.ToScalar();
        a.addcmul_(x, y, scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>a = a + factor x / y, element by element.</summary>
    public static void AddQuotientInPlace(Tensor a, Tensor x, Tensor y, double factor)
    {
        var scalar = factor.ToScalar();
        a.addcdiv_(x, y, scalar);
        GC.KeepAlive(scalar);
    }

    /// <summary>Adds the rows of <paramref name="source"/> to the rows of <paramref name="target"/> that <paramref name="index"/> names.</summary>
    public static void IndexAddInPlace(Tensor target, Tensor index, Tensor source) => target.index_add_(0, index, source, One);

    /// <summary>The number of a tensor that holds one.</summary>
    public static double ToDouble(Tensor a)
    {
        using var scalar = a.ToScalar();
        return scalar.ToDouble();
    }

    /// <summary>
    /// Sum of all numbers, piece by piece in the order of the rows: the same on any number of threads, between which <c>sum()</c> is split.
    /// </summary>
    public static double Total(Tensor numbers)
    {
        const int piece = 4_096;
        using var scope = NewDisposeScope();
        var rest = MemoryMarshal.Cast<byte, float>(numbers.contiguous().cpu().bytes);
        var total = 0.0;
        for (; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
        {
            total += TensorPrimitives.Sum<float>(rest[..Math.Min(piece, rest.Length)]);
        }

        return total;
    }

    /// <summary>Rows scaled to length one; a row of zeros stays zero.</summary>
    public static Tensor NormalizeRows(Tensor rows) => nn.functional.normalize(rows, p: 2, dim: -1, eps: 1e-8);
}
