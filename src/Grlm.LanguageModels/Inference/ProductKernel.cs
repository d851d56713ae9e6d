using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Computes the innermost loop of matrix products: a tile of 4, 8 or 12 rows and 32 columns, whose sums stay in registers while the inputs
/// go by. Every sum is taken in the order of the inputs and has nothing to do with its neighbours, so a row's result is the same bits
/// whatever rows are computed beside it.
/// </summary>
public static unsafe class ProductKernel
{
    /// <summary>Columns of a tile.</summary>
    public const int TileWidth = 32;

    /// <summary>Most rows of a tile.</summary>
    public const int TileRows = 12;

    /// <summary>Bytes that are fetched at a time.</summary>
    public const int CacheLine = 64;

    private const int Half = TileWidth / 2;

    /// <summary>Tells whether the processor has vectors of 512 bits and is no slower for using them.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <summary>Adds products to a tile.</summary>
    /// <param name="rows">Rows of the tile: 4, 8 or 12.</param>
    /// <param name="inputs">One number of each row for the first input, then for the next: <c>[count, rows]</c>.</param>
    /// <param name="panel">The weights, a step for each input.</param>
    /// <param name="count">How many inputs.</param>
    /// <param name="tile">Sums to add to: <c>[rows, 32]</c>.</param>
    /// <param name="next">What will be multiplied with next: a cache line of it is fetched with every input.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add<TFormat>(int rows, float* inputs, byte* panel, int count, float* tile, byte* next)
        where TFormat : struct, IPanelFormat
    {
        switch (rows)
        {
            case TileRows:
                AddTwelve<TFormat>(inputs, panel, count, tile, next);
                break;
            case 8:
                AddEight<TFormat>(inputs, panel, count, tile, next);
                break;
            default:
                AddFour<TFormat>(inputs, panel, count, tile, next);
                break;
        }
    }

    /// <summary>Adds a tile of eight rows, with nothing to fetch: attention.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddEight(float* inputs, float* panel, int count, float* tile)
    {
        var (a0, a1) = (FourRows.Load(tile), FourRows.Load(tile + Half));
        var (b0, b1) = (FourRows.Load(tile + (4 * TileWidth)), FourRows.Load(tile + (4 * TileWidth) + Half));
        for (; count > 0; count--)
        {
            var (low, high) = (Vector512.Load(panel), Vector512.Load(panel + Half));
            a0.Add(inputs, low);
            a1.Add(inputs, high);
            b0.Add(inputs + 4, low);
            b1.Add(inputs + 4, high);
            inputs += 8;
            panel += TileWidth;
        }

        a0.Store(tile);
        a1.Store(tile + Half);
        b0.Store(tile + (4 * TileWidth));
        b1.Store(tile + (4 * TileWidth) + Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTwelve<TFormat>(float* inputs, byte* panel, int count, float* tile, byte* next)
        where TFormat : struct, IPanelFormat
    {
        var (a0, a1) = (FourRows.Load(tile), FourRows.Load(tile + Half));
        var (b0, b1) = (FourRows.Load(tile + (4 * TileWidth)), FourRows.Load(tile + (4 * TileWidth) + Half));
        var (c0, c1) = (FourRows.Load(tile + (8 * TileWidth)), FourRows.Load(tile + (8 * TileWidth) + Half));
        for (; count > 0; count--)
        {
            var (low, high) = (TFormat.Low(panel), TFormat.High(panel));
            Fetch(next);
            a0.Add(inputs, low);
            a1.Add(inputs, high);
            b0.Add(inputs + 4, low);
            b1.Add(inputs + 4, high);
            c0.Add(inputs + 8, low);
            c1.Add(inputs + 8, high);
            inputs += TileRows;
            panel += TFormat.StepBytes;
            next += CacheLine;
        }

        a0.Store(tile);
        a1.Store(tile + Half);
        b0.Store(tile + (4 * TileWidth));
        b1.Store(tile + (4 * TileWidth) + Half);
        c0.Store(tile + (8 * TileWidth));
        c1.Store(tile + (8 * TileWidth) + Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddEight<TFormat>(float* inputs, byte* panel, int count, float* tile, byte* next)
        where TFormat : struct, IPanelFormat
    {
        var (a0, a1) = (FourRows.Load(tile), FourRows.Load(tile + Half));
        var (b0, b1) = (FourRows.Load(tile + (4 * TileWidth)), FourRows.Load(tile + (4 * TileWidth) + Half));
        for (; count > 0; count--)
        {
            var (low, high) = (TFormat.Low(panel), TFormat.High(panel));
            Fetch(next);
            a0.Add(inputs, low);
            a1.Add(inputs, high);
            b0.Add(inputs + 4, low);
            b1.Add(inputs + 4, high);
            inputs += 8;
            panel += TFormat.StepBytes;
            next += CacheLine;
        }

        a0.Store(tile);
        a1.Store(tile + Half);
        b0.Store(tile + (4 * TileWidth));
        b1.Store(tile + (4 * TileWidth) + Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour<TFormat>(float* inputs, byte* panel, int count, float* tile, byte* next)
        where TFormat : struct, IPanelFormat
    {
        var (a0, a1) = (FourRows.Load(tile), FourRows.Load(tile + Half));
        for (; count > 0; count--)
        {
            var (low, high) = (TFormat.Low(panel), TFormat.High(panel));
            Fetch(next);
            a0.Add(inputs, low);
            a1.Add(inputs, high);
            inputs += 4;
            panel += TFormat.StepBytes;
            next += CacheLine;
        }

        a0.Store(tile);
        a1.Store(tile + Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(byte* next)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(next);
        }
    }
}

/// <summary>Describes how the numbers of a panel are stored: steps of 32 numbers, one step for each input.</summary>
internal unsafe interface IPanelFormat
{
    /// <summary>Bytes of a step.</summary>
    static abstract int StepBytes { get; }

    /// <summary>Numbers 0 to 15 of a step.</summary>
    static abstract Vector512<float> Low(byte* step);

    /// <summary>Numbers 16 to 31 of a step.</summary>
    static abstract Vector512<float> High(byte* step);
}

/// <summary>Sums of four rows and sixteen columns, which the compiler keeps in registers.</summary>
internal unsafe struct FourRows
{
    private Vector512<float> _first;
    private Vector512<float> _second;
    private Vector512<float> _third;
    private Vector512<float> _fourth;

    /// <summary>Takes sums up from memory.</summary>
    /// <param name="tile">The first row; rows follow one another at <see cref="ProductKernel.TileWidth"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourRows Load(float* tile) => new()
    {
        _first = Vector512.Load(tile),
        _second = Vector512.Load(tile + ProductKernel.TileWidth),
        _third = Vector512.Load(tile + (2 * ProductKernel.TileWidth)),
        _fourth = Vector512.Load(tile + (3 * ProductKernel.TileWidth)),
    };

    /// <summary>Adds the products of one input: a number of each row times sixteen weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* inputs, Vector512<float> weights)
    {
        _first = Vector512.FusedMultiplyAdd(Vector512.Create(inputs[0]), weights, _first);
        _second = Vector512.FusedMultiplyAdd(Vector512.Create(inputs[1]), weights, _second);
        _third = Vector512.FusedMultiplyAdd(Vector512.Create(inputs[2]), weights, _third);
        _fourth = Vector512.FusedMultiplyAdd(Vector512.Create(inputs[3]), weights, _fourth);
    }

    /// <summary>Puts the sums back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* tile)
    {
        _first.Store(tile);
        _second.Store(tile + ProductKernel.TileWidth);
        _third.Store(tile + (2 * ProductKernel.TileWidth));
        _fourth.Store(tile + (3 * ProductKernel.TileWidth));
    }
}
