namespace Grlm.LanguageModels;

/// <summary>
/// Threads that work through the items of one loop after another, the caller among them. A loop costs about a microsecond, for between
/// loops the others wait without sleeping for a while; that is what passes of hundreds of short loops need. A loop ends with its last item:
/// a thread that the system has put aside meanwhile is not waited for. For one caller at a time.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeSleep = 2_000;
    private const int SpinLength = 20;

    private readonly object _gate = new();
    private readonly Thread[] _workers;
    private Loop _loop = new((_, _) => { }, 0);
    private int _sleepers;
    private bool _isDisposed;

    /// <param name="threads">Threads in all, the caller's included; at least one.</param>
    public WorkerTeam(int threads)
    {
        _workers = new Thread[Math.Max(1, threads) - 1];
        for (var worker = 0; worker < _workers.Length; worker++)
        {
            var number = worker + 1;
            _workers[worker] = new Thread(() => Serve(number)) { IsBackground = true, Name = $"Grlm worker {number}" };
            _workers[worker].Start();
        }
    }

    /// <summary>Threads in all.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>Calls the body for every item once, in no particular order, and returns when all are done.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="body">Takes the number of the thread, below <see cref="Threads"/>, and that of the item.</param>
    /// <exception cref="AggregateException">The body has thrown; the other items are done nevertheless.</exception>
    public void For(int count, Action<int, int> body)
    {
        var loop = new Loop(body, count);
        if (_workers.Length > 0 && count > 1)
        {
            Interlocked.Exchange(ref _loop, loop);
            if (Volatile.Read(ref _sleepers) > 0)
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }

        loop.Work(0);
        loop.Finish();
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
        for (var seen = _loop; WaitForNext(ref seen);)
        {
            seen.Work(worker);
        }
    }

    private bool WaitForNext(ref Loop seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep && Volatile.Read(ref _loop) == seen; spin++)
        {
            Thread.SpinWait(SpinLength);
        }

        if (Volatile.Read(ref _loop) == seen)
        {
            Sleep(seen);
        }

        seen = Volatile.Read(ref _loop);
        return !Volatile.Read(ref _isDisposed);
    }

    private void Sleep(Loop seen)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _loop) == seen && !_isDisposed)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }

    private sealed class Loop(Action<int, int> body, int count)
    {
        private int _next;
        private int _done;
        private Exception? _failure;

        public void Work(int worker)
        {
            for (int item; (item = Interlocked.Increment(ref _next) - 1) < count;)
            {
                try
                {
                    body(worker, item);
                }
                catch (Exception exception) when (Fail(exception))
                {
                    // Reported by the thread that called, once no other works for it any more.
                }

                Interlocked.Increment(ref _done);
            }
        }

        public void Finish()
        {
            for (var wait = default(SpinWait); Volatile.Read(ref _done) < count;)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }

            if (_failure is { } failure)
            {
                throw new AggregateException(failure);
            }
        }

        private bool Fail(Exception exception)
        {
            _failure = exception;
            return true;
        }
    }
}
