using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

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
