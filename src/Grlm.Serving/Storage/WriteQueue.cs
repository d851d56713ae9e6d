using System.Threading.Channels;

namespace Grlm.Serving;

/// <summary>
/// Commits writes that arrive together in one transaction: while one is being committed the next gather, so that the time a disk takes is
/// shared by all who wait for it. One thread of its own does the writing, which a disk may hold up without holding up requests.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int Capacity = 16_384;
    private const int MostTogether = 1_024;

    private readonly Channel<QueuedWrite> _writes = Channel.CreateBounded<QueuedWrite>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly Func<IReadOnlyList<QueuedWrite>, Task<Exception?>> _commit;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="commit">Runs the writes in one transaction and returns what failed, in which case none of them is done.</param>
    public WriteQueue(Func<IReadOnlyList<QueuedWrite>, Task<Exception?>> commit)
    {
        _commit = commit;
        new Thread(Work) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <summary>Counts the writes that wait.</summary>
    public int Waiting => _writes.Reader.Count;

    public async Task<IReadOnlyList<TResult>> RunAsync<TRow, TResult>(
        IReadOnlyList<TRow> rows, RowsWrite<TRow, TResult> write, CancellationToken cancellationToken)
    {
        var queued = new QueuedWrite<TRow, TResult>(rows, write, cancellationToken);
        try
        {
            await _writes.Writer.WriteAsync(queued, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Store), "The store has been closed. Open another one.");
        }

        return await queued.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no more writes, and returns when all that were queued are done.</summary>
    public ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        return new ValueTask(_ended.Task);
    }

    private void Work()
    {
        var together = new List<QueuedWrite>();
        while (_writes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            together.Clear();
            while (together.Count < MostTogether && _writes.Reader.TryRead(out var write))
            {
                if (!write.IsTakenBack())
                    together.Add(write);
            }

            CommitAsync(together).GetAwaiter().GetResult();
        }

        _ended.SetResult();
    }

    private async Task CommitAsync(List<QueuedWrite> writes)
    {
        if (writes.Count == 0)
            return;
        var fault = await _commit(writes).ConfigureAwait(false);
        foreach (var write in writes)
        {
            // A store that is out of reach is so for each of them; any other fault is one write's own, or two writers' deadlock.
            write.End(fault is null or StoreUnavailableException ? fault : await _commit([write]).ConfigureAwait(false));
        }
    }
}

/// <summary>Writes rows and returns a result for each.</summary>
internal delegate Task<IReadOnlyList<TResult>> RowsWrite<in TRow, TResult>(
    StoreScope scope, IReadOnlyList<TRow> rows, CancellationToken cancellationToken);

/// <summary>Waits in the queue.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Tells whether its caller has given up, in which case it is not run.</summary>
    public abstract bool IsTakenBack();

    /// <summary>Tells whether the other writes in the same way, so that the rows of both can be written at once.</summary>
    public abstract bool IsLike(QueuedWrite other);

    /// <summary>Writes the rows of all of them, which are like this one.</summary>
    public abstract Task RunAsync(StoreScope scope, IReadOnlyList<QueuedWrite> alike);

    /// <summary>Tells the caller that it is committed, or what failed.</summary>
    public abstract void End(Exception? fault);

    /// <summary>Runs writes in their order: those that follow each other and are alike as one, in the round trips of one.</summary>
    public static async Task RunAllAsync(StoreScope scope, IReadOnlyList<QueuedWrite> writes)
    {
        for (var (start, end) = (0, 0); start < writes.Count; start = end)
        {
            while (end < writes.Count && writes[start].IsLike(writes[end]))
                end++;
            await writes[start].RunAsync(scope, [.. writes.Take(start..end)]).ConfigureAwait(false);
        }
    }
}

/// <inheritdoc/>
internal sealed class QueuedWrite<TRow, TResult>(
    IReadOnlyList<TRow> rows, RowsWrite<TRow, TResult> write, CancellationToken caller) : QueuedWrite
{
    private readonly TaskCompletionSource<IReadOnlyList<TResult>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<TRow> _rows = rows;
    private readonly RowsWrite<TRow, TResult> _write = write;
    private IReadOnlyList<TResult> _results = [];

    public Task<IReadOnlyList<TResult>> Done => _done.Task;

    public override bool IsTakenBack() => caller.IsCancellationRequested && _done.TrySetCanceled(caller);

    // The same method is the same write; one that closes over values of its own is like none but itself.
    public override bool IsLike(QueuedWrite other) => other is QueuedWrite<TRow, TResult> same && same._write == _write;

    public override async Task RunAsync(StoreScope scope, IReadOnlyList<QueuedWrite> alike)
    {
        // A command that is cancelled half-way would take the whole transaction with it.
        var all = alike.Cast<QueuedWrite<TRow, TResult>>().ToList();
        var results = await _write(scope, [.. all.SelectMany(one => one._rows)], CancellationToken.None).ConfigureAwait(false);
        var start = 0;
        foreach (var one in all)
            one._results = [.. results.Take(start..(start += one._rows.Count))];
    }

    public override void End(Exception? fault)
    {
        if (fault is null)
            _done.SetResult(_results);
        else
            _done.SetException(fault);
    }
}
