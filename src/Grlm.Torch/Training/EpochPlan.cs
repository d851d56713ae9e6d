namespace Grlm.Torch;

/// <summary>
/// The order of the training histories in one epoch: shuffled, then cut into batches of histories of similar length, so that little is
/// padded. The same seed and epoch give the same plan.
/// </summary>
internal static class EpochPlan
{
    /// <summary>Within how many batches' worth of shuffled histories the similar ones are brought together.</summary>
    private const int PoolBatches = 16;

    /// <summary>Makes the batches of one epoch.</summary>
    /// <param name="lengths">Length of each history.</param>
    /// <param name="batchSize">Histories in a batch; the last of a pool may hold fewer.</param>
    /// <param name="random">Seeded for this epoch.</param>
    /// <returns>History numbers, batch by batch.</returns>
    public static IReadOnlyList<int[]> Batches(IReadOnlyList<int> lengths, int batchSize, Random random)
    {
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        random.Shuffle(order);
        var batches = order
            .Chunk(batchSize * PoolBatches)
            .SelectMany(pool => pool.OrderBy(history => lengths[history]).Chunk(batchSize))
            .ToArray();
        random.Shuffle(batches);
        return batches;
    }
}
