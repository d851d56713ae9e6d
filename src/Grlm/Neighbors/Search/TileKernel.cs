using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Grlm;

/// <summary>
/// Computes the innermost step of a matrix product: scalar products of six rows with the 32 columns of a panel, held in registers while it
/// runs along the width. Six rows by two registers are twelve sums, which with their operands just fit the sixteen registers of AVX2.
/// </summary>
internal static class TileKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile, and of a panel.</summary>
    public const int Columns = 32;

    /// <summary>Multiplies with the widest registers that the machine has.</summary>
    /// <param name="rows"><c>[6, width]</c>.</param>
    /// <param name="panel"><c>[width, 32]</c>: a column of it is a vector.</param>
    /// <param name="tile"><c>[6, 32]</c>; overwritten.</param>
    public static void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> panel, Span<float> tile)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply<Lanes512, Vector512<float>>(rows, panel, tile);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Multiply<Lanes256, Vector256<float>>(rows, panel, tile);
        }
        else
        {
            Multiply<Lanes128, Vector128<float>>(rows, panel, tile);
        }
    }

    /// <summary>Multiplies with registers of a given width, which need not be the machine's.</summary>
    public static void Multiply<TLanes, TVector>(ReadOnlySpan<float> rows, ReadOnlySpan<float> panel, Span<float> tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var width = panel.Length / Columns;
        if (rows.Length != Rows * width || tile.Length != Rows * Columns)
        {
            // Nothing below checks a bound.
            throw new ArgumentException($"{rows.Length} and {tile.Length} numbers are not six rows of {width} and a tile.", nameof(rows));
        }

        for (var column = 0; column < Columns; column += 2 * TLanes.Count)
        {
            Strip<TLanes, TVector>(
                ref MemoryMarshal.GetReference(rows), (nuint)width, ref MemoryMarshal.GetReference(panel),
                ref MemoryMarshal.GetReference(tile), (nuint)column);
        }
    }

    private static void Strip<TLanes, TVector>(ref float rows, nuint width, ref float panel, ref float tile, nuint column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        TVector s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        var next = column + (nuint)TLanes.Count;
        for (nuint place = 0; place < width; place++)
        {
            var left = TLanes.Load(ref panel, (place * Columns) + column);
            var right = TLanes.Load(ref panel, (place * Columns) + next);
            Add(ref s00, ref s01, Unsafe.Add(ref rows, place));
            Add(ref s10, ref s11, Unsafe.Add(ref rows, place + width));
            Add(ref s20, ref s21, Unsafe.Add(ref rows, place + (2 * width)));
            Add(ref s30, ref s31, Unsafe.Add(ref rows, place + (3 * width)));
            Add(ref s40, ref s41, Unsafe.Add(ref rows, place + (4 * width)));
            Add(ref s50, ref s51, Unsafe.Add(ref rows, place + (5 * width)));

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            void Add(ref TVector first, ref TVector second, float value)
            {
                var repeated = TLanes.Repeat(value);
                first = TLanes.MultiplyAdd(repeated, left, first);
                second = TLanes.MultiplyAdd(repeated, right, second);
            }
        }

        Store(ref tile, 0, s00, s01);
        Store(ref tile, 1, s10, s11);
        Store(ref tile, 2, s20, s21);
        Store(ref tile, 3, s30, s31);
        Store(ref tile, 4, s40, s41);
        Store(ref tile, 5, s50, s51);

        void Store(ref float tile, nuint row, TVector first, TVector second)
        {
            TLanes.Store(first, ref tile, (row * Columns) + column);
            TLanes.Store(second, ref tile, (row * Columns) + next);
        }
    }
}

/// <summary>
/// Represents a vector register of float32 as <see cref="TileKernel"/> uses it: the same arithmetic for every width that machines have.
/// </summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(ref float source, nuint offset);

    static abstract TVector Repeat(float value);

    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract void Store(TVector vector, ref float destination, nuint offset);
}

/// <summary>Eight lanes: AVX2.</summary>
internal readonly struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Load(ref float source, nuint offset) => Vector256.LoadUnsafe(ref source, offset);

    public static Vector256<float> Repeat(float value) => Vector256.Create(value);

    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend)
        => Vector256.MultiplyAddEstimate(left, right, addend);

    public static void Store(Vector256<float> vector, ref float destination, nuint offset) => vector.StoreUnsafe(ref destination, offset);
}

/// <summary>Sixteen lanes: AVX-512.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Load(ref float source, nuint offset) => Vector512.LoadUnsafe(ref source, offset);

    public static Vector512<float> Repeat(float value) => Vector512.Create(value);

    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend)
        => Vector512.MultiplyAddEstimate(left, right, addend);

    public static void Store(Vector512<float> vector, ref float destination, nuint offset) => vector.StoreUnsafe(ref destination, offset);
}

/// <summary>Four lanes: ARM, and whatever has nothing wider.</summary>
internal readonly struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Load(ref float source, nuint offset) => Vector128.LoadUnsafe(ref source, offset);

    public static Vector128<float> Repeat(float value) => Vector128.Create(value);

    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
        => Vector128.MultiplyAddEstimate(left, right, addend);

    public static void Store(Vector128<float> vector, ref float destination, nuint offset) => vector.StoreUnsafe(ref destination, offset);
}
