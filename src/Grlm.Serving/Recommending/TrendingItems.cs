namespace Grlm.Serving;

/// <summary>
/// Counts what users turn to now: each interaction of the last fourteen days by <c>2^-(age / 2 days)</c>. Counted anew when somebody asks
/// and the last count is a minute old. Safe for concurrent use.
/// </summary>
internal sealed class TrendingItems(InteractionStore store, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(14), HalfLife = TimeSpan.FromDays(2), Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _counting = new(1, 1);
    private Tally? _last;

    /// <summary>Returns the ids of the items with their weight, the heaviest first.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, double>>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Volatile.Read(ref _last) is { } last && now - last.Time < Fresh)
            return last.Items;
        await _counting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is { } made && now - made.Time < Fresh)
                return made.Items;
            var weights = new Dictionary<string, double>(StringComparer.Ordinal);
            await foreach (var interaction in store.ExportAsync(now - Window, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                var age = Math.Max(0, (now - interaction.Time) / HalfLife);
                weights[interaction.Item] = weights.GetValueOrDefault(interaction.Item) + Math.Pow(2, -age);
            }

            var tally = new Tally(
                now, [.. weights.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)]);
            Volatile.Write(ref _last, tally);
            return tally.Items;
        }
        finally
        {
            _counting.Release();
        }
    }

    public void Dispose() => _counting.Dispose();

    private sealed record Tally(DateTimeOffset Time, IReadOnlyList<KeyValuePair<string, double>> Items);
}
