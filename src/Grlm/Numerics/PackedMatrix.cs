using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Grlm;

/// <summary>
/// Represents a matrix <c>[rows, width]</c> laid out for products with vectors: panels of sixteen rows, in each the rows' first numbers,
/// then their second, and so on. A score is then one lane of a vector register and is summed in the order of the width, whatever else is
/// computed beside it: results are the same bits for one vector or many, on however many threads. Safe for concurrent use once it is
/// filled.
/// </summary>
internal sealed class PackedMatrix
{
    /// <summary>Rows of a panel: the lanes of the widest registers. Narrower ones take a panel in parts.</summary>
    private const int Lanes = 16;

    /// <summary>Panels that one vector goes through together: as many sums as a processor adds to at a time.</summary>
    private const int PanelsTogether = 8;

    /// <summary>Vectors that go through a pair of panels together.</summary>
    private const int VectorsTogether = 4;

    private readonly float[] _panels;

    /// <param name="rows">Number of rows; all zero at first.</param>
    /// <param name="width">Numbers in a row.</param>
    public PackedMatrix(int rows, int width)
    {
        (Rows, Width) = (rows, width);
        _panels = new float[checked((rows + Lanes - 1) / Lanes * Lanes * width)];
    }

    /// <param name="rows">The matrix, row by row.</param>
    /// <param name="width">Numbers in a row.</param>
    public PackedMatrix(ReadOnlySpan<float> rows, int width)
        : this(rows.Length / width, width)
    {
        for (var row = 0; row < Rows; row++)
        {
            SetRow(row, rows.Slice(row * width, width));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of numbers in a row.</summary>
    public int Width { get; }

    private int PanelLength => Lanes * Width;

    /// <summary>Sets one row; none may be set any more once the matrix is in use.</summary>
    public void SetRow(int row, ReadOnlySpan<float> numbers)
    {
        var first = (row / Lanes * PanelLength) + (row % Lanes);
        for (var place = 0; place < Width; place++)
        {
            _panels[first + (place * Lanes)] = numbers[place];
        }
    }

    /// <summary>Computes the scalar products of each vector with every row.</summary>
    /// <param name="vectors"><c>[vectors, width]</c>.</param>
    /// <param name="products"><c>[vectors, rows]</c>.</param>
    public void Multiply(ReadOnlySpan<float> vectors, Span<float> products)
    {
        var count = vectors.Length / Width;
        if (count >= VectorsTogether)
        {
            MultiplyMany(vectors, products, count);
            return;
        }

        for (var vector = 0; vector < count; vector++)
        {
            MultiplyOne(vectors.Slice(vector * Width, Width), products.Slice(vector * Rows, Rows));
        }
    }

    private void MultiplyOne(ReadOnlySpan<float> vector, Span<float> products)
    {
        var row = 0;
        for (; row + (PanelsTogether * Lanes) <= Rows; row += PanelsTogether * Lanes)
        {
            OneByEight(vector, _panels.AsSpan(row * Width, PanelsTogether * PanelLength), products.Slice(row, PanelsTogether * Lanes));
        }

        Span<float> last = stackalloc float[Lanes];
        for (; row < Rows; row += Lanes)
        {
            OneByOne(vector, _panels.AsSpan(row * Width, PanelLength), last);
            last[..Math.Min(Lanes, Rows - row)].CopyTo(products[row..]);
        }
    }

    private void MultiplyMany(ReadOnlySpan<float> vectors, Span<float> products, int count)
    {
        var row = 0;
        for (; row + (2 * Lanes) <= Rows; row += 2 * Lanes)
        {
            var panels = _panels.AsSpan(row * Width, 2 * PanelLength);
            for (var next = 0; next < count; next += VectorsTogether)
            {
                var vector = Math.Min(next, count - VectorsTogether); // the last four may take some in again: they get the same bits
                FourByTwo(vectors.Slice(vector * Width, VectorsTogether * Width), panels, products[((vector * Rows) + row)..]);
            }
        }

        Span<float> last = stackalloc float[Lanes];
        for (; row < Rows; row += Lanes)
        {
            for (var vector = 0; vector < count; vector++)
            {
                OneByOne(vectors.Slice(vector * Width, Width), _panels.AsSpan(row * Width, PanelLength), last);
                last[..Math.Min(Lanes, Rows - row)].CopyTo(products[((vector * Rows) + row)..]);
            }
        }
    }

    private static void OneByOne(ReadOnlySpan<float> vector, ReadOnlySpan<float> panel, Span<float> products)
    {
        ref var numbers = ref MemoryMarshal.GetReference(panel);
        var sum = Vector512<float>.Zero;
        for (var place = 0; place < vector.Length; place++)
        {
            sum = Vector512.MultiplyAddEstimate(Vector512.Create(vector[place]),
                Vector512.LoadUnsafe(ref numbers, (nuint)(place * Lanes)), sum);
        }

        sum.CopyTo(products);
    }

    private static void OneByEight(ReadOnlySpan<float> vector, ReadOnlySpan<float> panels, Span<float> products)
    {
        ref var numbers = ref MemoryMarshal.GetReference(panels);
        var panel = (nuint)(vector.Length * Lanes);
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var place = 0; place < vector.Length; place++)
        {
            var number = Vector512.Create(vector[place]);
            var at = (nuint)(place * Lanes);
            a = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at), a);
            b = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + panel), b);
            c = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + (2 * panel)), c);
            d = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + (3 * panel)), d);
            e = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + (4 * panel)), e);
            f = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + (5 * panel)), f);
            g = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + (6 * panel)), g);
            h = Vector512.MultiplyAddEstimate(number, Vector512.LoadUnsafe(ref numbers, at + (7 * panel)), h);
        }

        ref var target = ref MemoryMarshal.GetReference(products[..(PanelsTogether * Lanes)]);
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, Lanes);
        c.StoreUnsafe(ref target, 2 * Lanes);
        d.StoreUnsafe(ref target, 3 * Lanes);
        e.StoreUnsafe(ref target, 4 * Lanes);
        f.StoreUnsafe(ref target, 5 * Lanes);
        g.StoreUnsafe(ref target, 6 * Lanes);
        h.StoreUnsafe(ref target, 7 * Lanes);
    }

    private void FourByTwo(ReadOnlySpan<float> vectors, ReadOnlySpan<float> panels, Span<float> products)
    {
        ref var numbers = ref MemoryMarshal.GetReference(panels);
        ref var factors = ref MemoryMarshal.GetReference(vectors[..(VectorsTogether * Width)]);
        var (width, panel) = ((nuint)Width, (nuint)PanelLength);
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nuint place = 0; place < width; place++)
        {
            var left = Vector512.LoadUnsafe(ref numbers, place * Lanes);
            var right = Vector512.LoadUnsafe(ref numbers, (place * Lanes) + panel);
            var a = Vector512.Create(Unsafe.Add(ref factors, place));
            a0 = Vector512.MultiplyAddEstimate(a, left, a0);
            a1 = Vector512.MultiplyAddEstimate(a, right, a1);
            var b = Vector512.Create(Unsafe.Add(ref factors, place + width));
            b0 = Vector512.MultiplyAddEstimate(b, left, b0);
            b1 = Vector512.MultiplyAddEstimate(b, right, b1);
            var c = Vector512.Create(Unsafe.Add(ref factors, place + (2 * width)));
            c0 = Vector512.MultiplyAddEstimate(c, left, c0);
            c1 = Vector512.MultiplyAddEstimate(c, right, c1);
            var d = Vector512.Create(Unsafe.Add(ref factors, place + (3 * width)));
            d0 = Vector512.MultiplyAddEstimate(d, left, d0);
            d1 = Vector512.MultiplyAddEstimate(d, right, d1);
        }

        Store(a0, a1, products);
        Store(b0, b1, products[Rows..]);
        Store(c0, c1, products[(2 * Rows)..]);
        Store(d0, d1, products[(3 * Rows)..]);
    }

    private static void Store(Vector512<float> left, Vector512<float> right, Span<float> products)
    {
        left.CopyTo(products);
        right.CopyTo(products[Lanes..]);
    }
}
