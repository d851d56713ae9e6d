namespace Grlm;

/// <summary>A vector register of float32 as <see cref="TileKernel"/> uses it: the same arithmetic for every width that machines have.</summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(ref float source, nuint offset);

    static abstract TVector Repeat(float value);

    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract void Store(TVector vector, ref float destination, nuint offset);
}
