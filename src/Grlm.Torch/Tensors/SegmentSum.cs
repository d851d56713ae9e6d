using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Sums rows of a matrix over segments: row r of the result is the sum of the rows that segment r lists. An embedding bag does it at the
/// speed of memory, where adding by index goes row by row.
/// </summary>
internal sealed class SegmentSum : IDisposable
{
    private readonly EmbeddingBag _bag;
    private readonly Tensor _rows;
    private readonly Tensor _offsets;

    /// <param name="rows">The rows of the segments, segment after segment.</param>
    /// <param name="offsets">Where each segment begins in <paramref name="rows"/>; one entry more than there are segments.</param>
    /// <param name="device">Where the tensors live.</param>
    public SegmentSum(long[] rows, long[] offsets, Device device)
    {
        _bag = nn.EmbeddingBag(1, 1, mode: EmbeddingBagMode.Sum, include_last_offset: true, device: device);
        _rows = tensor(rows, device: device).DetachFromDisposeScope();
        _offsets = tensor(offsets, device: device).DetachFromDisposeScope();
    }

    /// <summary>Sums the rows of a matrix; no gradient flows through.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>, contiguous.</param>
    /// <returns><c>[segments, columns]</c>.</returns>
    public Tensor Of(Tensor matrix)
    {
        using var guard = no_grad();

        // One bag, given another table each time: a bag made from a table copies it, which takes ten times as long as the sum.
        using var alias = matrix.alias(); // a parameter takes over the handle that it is made from
        using var weight = new Parameter(alias, requires_grad: false);
        _bag.weight = weight;
        return _bag.call(_rows, _offsets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bag.Dispose();
        _rows.Dispose();
        _offsets.Dispose();
    }
}
