namespace Grlm.Serving;

/// <summary>Reads on connections of the pool, and writes through the one queue of this process. Thread-safe.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly StoreDialect _dialect;
    private readonly TimeProvider _clock;
    private readonly WriteQueue _queue;

    public StoreSession(StoreDialect dialect, TimeProvider clock)
    {
        (_dialect, _clock) = (dialect, clock);
        _queue = new WriteQueue(CommitAsync);
    }

    public int Waiting => _queue.Waiting;

    public async Task<T> ReadAsync<T>(Func<StoreScope, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _dialect.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await read(new StoreScope(connection, null, _clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && _dialect.IsUnavailable(fault))
        {
            throw _dialect.Unavailable(fault);
        }
    }

    /// <summary>Writes, and returns when that is committed.</summary>
    /// <param name="write">Runs in a transaction that it shares with others; runs once more where one of the others has failed.</param>
    /// <param name="cancellationToken">Takes a write back that has not begun; of one that has, the caller learns no more.</param>
    public async Task<T> WriteAsync<T>(Func<StoreScope, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var results = await _queue.RunAsync<bool, T>(
            [true], async (scope, _, token) => [await write(scope, token).ConfigureAwait(false)], cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>Writes rows, and returns when they are committed. Rows of several callers who write in the same way go together.</summary>
    /// <param name="rows">The rows: all of them or none.</param>
    /// <param name="write">A method without state, which tells by its rows alone what to do.</param>
    /// <param name="cancellationToken">Takes a write back that has not begun; of one that has, the caller learns no more.</param>
    public async Task<IReadOnlyList<TResult>> WriteAsync<TRow, TResult>(
        IReadOnlyList<TRow> rows, RowsWrite<TRow, TResult> write, CancellationToken cancellationToken)
        => rows.Count == 0 ? [] : await _queue.RunAsync(rows, write, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task<Exception?> CommitAsync(IReadOnlyList<QueuedWrite> writes)
    {
        try
        {
            await using var connection = await _dialect.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
            var scope = new StoreScope(connection, transaction, _clock.GetUtcNow());
            await QueuedWrite.RunAllAsync(scope, writes).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return _dialect.IsUnavailable(fault) ? _dialect.Unavailable(fault) : fault;
        }
    }
}
