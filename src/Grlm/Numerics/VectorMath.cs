using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Grlm;

/// <summary>
/// Sums over vectors whose bits depend on nothing but the numbers: not on the machine, its vector width, or how the work is divided.
/// </summary>
internal static class VectorMath
{
    /// <summary>
    /// Returns the scalar product of two vectors of one length, in double precision. Products of two floats are exact there; they are added
    /// in eight lanes in a fixed order, so equal vectors give equal bits, whichever comes first.
    /// </summary>
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var first = ref MemoryMarshal.GetReference(left);
        ref var second = ref MemoryMarshal.GetReference(right[..left.Length]);
        var sums = Vector512<double>.Zero;
        nuint place = 0;
        for (; place + 8 <= (nuint)left.Length; place += 8)
        {
            var a = Vector256.LoadUnsafe(ref first, place);
            var b = Vector256.LoadUnsafe(ref second, place);
            sums += Widen(a) * Widen(b);
        }

        // By hand: the library may add the lanes in another order on another machine.
        var half = sums.GetLower() + sums.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        var total = quarter[0] + quarter[1];
        for (; place < (nuint)left.Length; place++)
        {
            total += (double)left[(int)place] * right[(int)place];
        }

        return total;
    }

    private static Vector512<double> Widen(Vector256<float> vector)
        => Vector512.Create(Vector256.WidenLower(vector), Vector256.WidenUpper(vector));
}
