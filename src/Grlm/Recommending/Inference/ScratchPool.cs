namespace Grlm;

/// <summary>
/// Working memory that callers borrow, so that steps allocate nothing: as many pieces as there have been callers at a time, kept for as
/// long as the model. Safe for concurrent use.
/// </summary>
/// <param name="create">Makes a piece when none is free.</param>
internal sealed class ScratchPool<T>(Func<T> create)
    where T : class
{
    private readonly T?[] _free = new T?[Environment.ProcessorCount * 2];

    /// <summary>Takes a piece that nobody else has.</summary>
    public T Rent()
    {
        for (var place = 0; place < _free.Length; place++)
        {
            if (Interlocked.Exchange(ref _free[place], null) is { } scratch)
            {
                return scratch;
            }
        }

        return create();
    }

    /// <summary>Gives a piece back; what finds no room is left to the garbage collector.</summary>
    public void Return(T scratch)
    {
        for (var place = 0; place < _free.Length; place++)
        {
            if (Interlocked.CompareExchange(ref _free[place], scratch, null) is null)
            {
                return;
            }
        }
    }
}

/// <summary>Lets threads that are shared out once be stopped by each caller.</summary>
internal static class ParallelOptionsExtensions
{
    /// <summary>Returns the same options, stopped by a token; the very same where it can't be cancelled.</summary>
    public static ParallelOptions With(this ParallelOptions options, CancellationToken cancellationToken)
        => !cancellationToken.CanBeCanceled ? options : new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            TaskScheduler = options.TaskScheduler,
            CancellationToken = cancellationToken,
        };
}
