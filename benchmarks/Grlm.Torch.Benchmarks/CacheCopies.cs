using static TorchSharp.torch;

namespace Grlm.Torch.Benchmarks;

/// <summary>What a key-value cache has to do where every beam has a row of its own.</summary>
internal static class CacheCopies
{
    /// <summary>Gives every row what the only row of another cache holds.</summary>
    public static void CopyFirstRow(this KeyValueCache cache, KeyValueCache one)
    {
        cache.Advance(one.Length);
        foreach (var (to, from) in Filled(cache).Zip(Filled(one)))
        {
            to.copy_(from.expand(to.shape));
        }
    }

    /// <summary>Puts copies of rows in the place of rows; those behind stay as they are.</summary>
    public static void Reorder(this KeyValueCache cache, long[] rows)
    {
        using var scope = NewDisposeScope();
        var index = tensor(rows);
        foreach (var filled in Filled(cache))
        {
            using var copy = filled.index_select(0, index);
            filled.narrow(0, 0, rows.Length).copy_(copy);
        }
    }

    private static IEnumerable<Tensor> Filled(KeyValueCache cache)
        => Enumerable.Range(0, cache.Layers).SelectMany(layer => cache.Filled(layer));
}
