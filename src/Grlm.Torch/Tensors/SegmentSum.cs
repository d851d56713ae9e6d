using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Sums rows of a matrix over segments: row r of the result is the sum of the rows that segment r lists. An embedding bag does it at the
/// speed of memory, where adding by index goes row by row.
/// </summary>
internal sealed class SegmentSum : IDisposable
{
    private readonly Tensor _rows;
    private readonly Tensor _offsets;

    /// <param name="rows">The rows of the segments, segment after segment.</param>
    /// <param name="offsets">Where each segment begins in <paramref name="rows"/>; one entry more than there are segments.</param>
    /// <param name="device">Where the tensors live.</param>
    public SegmentSum(long[] rows, long[] offsets, Device device)
    {
        _rows = tensor(rows, device: device).DetachFromDisposeScope();
        _offsets = tensor(offsets, device: device).DetachFromDisposeScope();
    }

    /// <summary>Sums the rows of a matrix; no gradient flows through.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>, contiguous.</param>
    /// <returns><c>[segments, columns]</c>.</returns>
    public Tensor Of(Tensor matrix)
    {
        using var guard = no_grad();
        using var table = matrix.detach(); // the bag marks the tensor it is given as its own
        using var bag = nn.EmbeddingBag_from_pretrained(table, mode: EmbeddingBagMode.Sum, include_last_offset: true);
        return bag.call(_rows, _offsets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _offsets.Dispose();
    }
}
