namespace Grlm.Torch;

/// <summary>The batches of the tasks that start from an item in one epoch: each task's samples shuffled, then all batches shuffled, and handed out evenly.</summary>
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

    /// <summary>The batches that come before a share of the epoch is over and have not been handed out yet.</summary>
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
