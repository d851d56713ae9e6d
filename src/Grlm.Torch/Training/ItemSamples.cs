using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Items that the compact generator learns to write term IDs from, each as a vector in a history's place, with the items whose TIDs it is
/// to write and their shares: an item's own TID from its metadata (term internalization), or its behavioural neighbours' TIDs from it (the
/// collaborative task).
/// </summary>
internal sealed class ItemSamples : IDisposable
{
    private readonly Tensor _hidden;
    private readonly ItemShare[][] _targets;

    private ItemSamples(Tensor hidden, ItemShare[][] targets) => (_hidden, _targets) = (hidden, targets);

    /// <summary>Gets how many there are.</summary>
    public int Count => _targets.Length;

    /// <summary>
    /// Returns samples of term internalization: every item with a TID and metadata, its own TID from the vector of its metadata alone.
    /// </summary>
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

    /// <summary>
    /// Returns the collaborative task: every item that has neighbours, their TIDs from the history that holds just this item.
    /// </summary>
    /// <param name="encoder">Makes the vectors.</param>
    /// <param name="library">The TIDs.</param>
    /// <param name="neighbors">The items' behavioural neighbours; each gets a share by its strength.</param>
    public static ItemSamples Collaborative(TorchRanker encoder, TermLibrary library, NeighborTable neighbors)
    {
        List<int> items = [];
        List<ItemShare[]> targets = [];
        for (var item = 0; item < library.ItemCount; item++)
        {
            Neighbor[] written = [.. neighbors.Of(item).ToArray().Where(neighbor => library.HasTermId(neighbor.Item))];
            if (written.Length > 0)
            {
                var sum = written.Sum(neighbor => neighbor.Score);
                items.Add(item);
                targets.Add([.. written.Select(neighbor => new ItemShare(neighbor.Item, neighbor.Score / sum))]);
            }
        }

        using var scope = NewDisposeScope();
        var hidden = items.Count > 0
            ? encoder.EncodePrefixes([.. items.Select(item => (IReadOnlyList<int>)[item])]) : zeros(0, encoder.UnitItems.shape[1]);
        return new ItemSamples(hidden.DetachFromDisposeScope(), [.. targets]);
    }

    /// <summary>Vectors of some samples: <c>[rows, width]</c>, in the caller's dispose scope.</summary>
    public Tensor Hidden(int[] rows) => Rows(_hidden, rows);

    /// <summary>Returns what some samples are to write.</summary>
    public IReadOnlyList<ItemShare[]> Targets(int[] rows) => Array.ConvertAll(rows, row => _targets[row]);

    /// <inheritdoc/>
    public void Dispose() => _hidden.Dispose();

    private static Tensor Rows(Tensor matrix, int[] rows)
    {
        using var index = tensor(Array.ConvertAll(rows, row => (long)row), device: matrix.device);
        return matrix.index_select(0, index);
    }
}

/// <summary>
/// Plans the batches of the tasks that start from an item in one epoch: each task's samples shuffled, then all batches shuffled, and handed
/// out evenly.
/// </summary>
internal sealed class ItemBatches
{
    private readonly (ItemSamples Task, int[] Rows)[] _batches;
    private int _next;

    /// <param name="tasks">The samples of each task.</param>
    /// <param name="batchSize">Samples in a batch; the last of a task may hold fewer.</param>
    /// <param name="random">Seeded for this epoch.</param>
    public ItemBatches(IReadOnlyList<ItemSamples> tasks, int batchSize, Random random)
    {
        List<(ItemSamples, int[])> batches = [];
        foreach (var task in tasks)
        {
            var order = Enumerable.Range(0, task.Count).ToArray();
            random.Shuffle(order);
            batches.AddRange(order.Chunk(batchSize).Select(rows => (task, rows)));
        }

        _batches = [.. batches];
        random.Shuffle(_batches);
    }

    /// <summary>Returns the batches that come before a share of the epoch is over and have not been handed out yet.</summary>
    /// <param name="share">Share of the epoch that is over, 0 to 1; at 1 all are due.</param>
    /// <returns>The batches, and for each the share of the epoch at which it comes.</returns>
    public IEnumerable<(ItemSamples Task, int[] Rows, double Place)> Until(double share)
    {
        for (; _next < _batches.Length && _next < share * _batches.Length; _next++)
        {
            var (task, rows) = _batches[_next];
            yield return (task, rows, (double)_next / _batches.Length);
        }
    }
}

/// <summary>Describes an item's share of what is to be written.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Share">Its share, or its weight where shares may be negative.</param>
internal readonly record struct ItemShare(int Item, float Share);
