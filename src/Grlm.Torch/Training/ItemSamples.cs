using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Items that the compact generator learns to write term IDs from, each as a vector in a history's place, with the items whose TIDs it is to
/// write and their shares: an item's own TID from its metadata (term internalization), or its behavioural neighbours' TIDs from it (the collaborative task).
/// </summary>
internal sealed class ItemSamples : IDisposable
{
    private readonly Tensor _hidden;
    private readonly ItemShare[][] _targets;

    private ItemSamples(Tensor hidden, ItemShare[][] targets) => (_hidden, _targets) = (hidden, targets);

    /// <summary>How many there are.</summary>
    public int Count => _targets.Length;

    /// <summary>Term internalization: every item with a TID and metadata, its own TID from the vector of its metadata alone.</summary>
    /// <param name="encoder">Makes the vectors.</param>
    /// <param name="library">The TIDs.</param>
    public static ItemSamples Internalization(TorchRanker encoder, TermLibrary library)
    {
        using var scope = NewDisposeScope();
        var vectors = encoder.EncodeMetadata(); // [items, width]
        var known = vectors.abs().sum(dim: 1).cpu().data<float>().ToArray();
        int[] items = [.. Enumerable.Range(0, library.ItemCount).Where(item => library.HasTermId(item) && known[item] > 0)];
        return new ItemSamples(Rows(vectors, items).DetachFromDisposeScope(), [.. items.Select(item => new[] { new ItemShare(item, 1) })]);
    }

    /// <summary>The collaborative task: every item that has neighbours, their TIDs from the history that holds just this item.</summary>
    /// <param name="encoder">Makes the vectors.</param>
    /// <param name="library">The TIDs.</param>
    /// <param name="neighbors">The items' behavioural neighbours; each gets a share by its strength.</param>
    public static ItemSamples Collaborative(TorchRanker encoder, TermLibrary library, SimilarItems neighbors)
    {
        List<int> items = [];
        List<ItemShare[]> targets = [];
        for (var item = 0; item < library.ItemCount; item++)
        {
            SimilarItem[] written = [.. neighbors.Of(item).ToArray().Where(neighbor => library.HasTermId(neighbor.Item))];
            if (written.Length > 0)
            {
                var sum = written.Sum(neighbor => neighbor.Score);
                items.Add(item);
                targets.Add([.. written.Select(neighbor => new ItemShare(neighbor.Item, neighbor.Score / sum))]);
            }
        }

        using var scope = NewDisposeScope();
        var hidden = items.Count > 0 ? encoder.EncodePrefixes([.. items.Select(item => (IReadOnlyList<int>)[item])]) : zeros(0, encoder.UnitItems.shape[1]);
        return new ItemSamples(hidden.DetachFromDisposeScope(), [.. targets]);
    }

    /// <summary>Vectors of some samples: <c>[rows, width]</c>, in the caller's dispose scope.</summary>
    public Tensor Hidden(int[] rows) => Rows(_hidden, rows);

    /// <summary>What some samples are to write.</summary>
    public IReadOnlyList<ItemShare[]> Targets(int[] rows) => Array.ConvertAll(rows, row => _targets[row]);

    /// <inheritdoc/>
    public void Dispose() => _hidden.Dispose();

    private static Tensor Rows(Tensor matrix, int[] rows)
    {
        using var index = tensor(Array.ConvertAll(rows, row => (long)row), device: matrix.device);
        return matrix.index_select(0, index);
    }
}
