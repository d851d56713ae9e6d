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

    public async Task<T> RunAsync<T>(Func<StoreScope, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var queued = new QueuedWrite<T>(write, cancellationToken);
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

/// <summary>Waits in the queue.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Tells whether its caller has given up, in which case it is not run.</summary>
    public abstract bool IsTakenBack();

    public abstract Task RunAsync(StoreScope scope);

    /// <summary>Tells the caller that it is committed, or what failed.</summary>
    public abstract void End(Exception? fault);
}

/// <inheritdoc/>
internal sealed class QueuedWrite<T>(Func<StoreScope, CancellationToken, Task<T>> write, CancellationToken caller) : QueuedWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override bool IsTakenBack() => caller.IsCancellationRequested && _done.TrySetCanceled(caller);

    // A command that is cancelled half-way would take the whole transaction with it.
    public override async Task RunAsync(StoreScope scope) => _result = await write(scope, CancellationToken.None).ConfigureAwait(false);

    public override void End(Exception? fault)
    {
        if (fault is null)
            _done.SetResult(_result!);
        else
            _done.SetException(fault);
    }
}
