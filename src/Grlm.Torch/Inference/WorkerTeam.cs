namespace Grlm.Torch;

/// <summary>
/// Threads that work through the items of one loop after another, the caller among them. A loop costs about a microsecond, for between loops
/// the others wait without sleeping for a while; that is what passes of hundreds of short loops need. For one caller at a time.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeSleep = 2_000;
    private const int SpinLength = 20;

    private readonly object _gate = new();
    private readonly Thread[] _workers;
    private Action<int, int> _body = (_, _) => { };
    private int _count;
    private int _next;
    private int _busy;
    private int _round;
    private int _sleepers;
    private bool _isDisposed;
    private Exception? _failure;

    /// <param name="threads">Threads in all, the caller's included; at least one.</param>
    public WorkerTeam(int threads)
    {
        _workers = new Thread[Math.Max(1, threads) - 1];
        for (var worker = 0; worker < _workers.Length; worker++)
        {
            var number = worker + 1;
            _workers[worker] = new Thread(() => Serve(number)) { IsBackground = true, Name = $"grlm worker {number}" };
            _workers[worker].Start();
        }
    }

    /// <summary>Threads in all.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>Calls the body for every item once, in no particular order, and returns when all are done.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="body">Takes the number of the thread, below <see cref="Threads"/>, and that of the item.</param>
    public void For(int count, Action<int, int> body)
    {
        if (_workers.Length == 0 || count <= 1)
        {
            for (var item = 0; item < count; item++)
            {
                body(0, item);
            }

            return;
        }

        (_body, _count, _next, _failure) = (body, count, 0, null);
        Volatile.Write(ref _busy, _workers.Length);
        Interlocked.Increment(ref _round);
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        Work(0);
        var wait = new SpinWait();
        while (Volatile.Read(ref _busy) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is { } failure)
        {
            throw new AggregateException(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var worker in _workers)
        {
            worker.Join();
        }
    }

    private void Serve(int worker)
    {
        for (var seen = 0; WaitFor(ref seen);)
        {
            Work(worker);
            Interlocked.Decrement(ref _busy);
        }
    }

    private void Work(int worker)
    {
        try
        {
            for (int item; (item = Interlocked.Increment(ref _next) - 1) < _count;)
            {
                _body(worker, item);
            }
        }
        catch (Exception exception) when (worker > 0)
        {
            _failure = exception; // the caller's thread reports it
        }
    }

    private bool WaitFor(ref int seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep && Volatile.Read(ref _round) == seen; spin++)
        {
            Thread.SpinWait(SpinLength);
        }

        if (Volatile.Read(ref _round) == seen)
        {
            Sleep(seen);
        }

        seen = Volatile.Read(ref _round);
        return !_isDisposed;
    }

    private void Sleep(int seen)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _round) == seen && !_isDisposed)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }
}
