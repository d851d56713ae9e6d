namespace Grlm;

/// <summary>
/// Holds the recommenders that were opened from a workspace and not yet disposed of, to dispose of them with it. Thread-safe.
/// </summary>
internal sealed class OpenRecommenders
{
    private readonly Lock _lock = new();
    private HashSet<WorkspaceRecommender>? _open = [];

    /// <summary>Throws where the workspace has been disposed of.</summary>
    /// <exception cref="ObjectDisposedException">It has.</exception>
    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_open is null, typeof(GrlmWorkspace));

    /// <summary>Takes a recommender in.</summary>
    /// <exception cref="ObjectDisposedException">The workspace was disposed of while this one was opened; so is the recommender
    /// then.</exception>
    public void Add(WorkspaceRecommender recommender)
    {
        lock (_lock)
        {
            if (_open?.Add(recommender) is not null)
                return;
        }

        recommender.Dispose();
        ThrowIfClosed();
    }

    /// <summary>Forgets a recommender that has been disposed of.</summary>
    public void Remove(WorkspaceRecommender recommender)
    {
        lock (_lock)
        {
            _open?.Remove(recommender);
        }
    }

    /// <summary>Disposes of all, and takes no more in.</summary>
    public void Close()
    {
        HashSet<WorkspaceRecommender>? open;
        lock (_lock)
        {
            (open, _open) = (_open, null);
        }

        foreach (var recommender in open ?? [])
        {
            recommender.Dispose();
        }
    }
}

/// <summary>
/// Frees a resource when its owner has closed it and the last caller has left it, whichever comes later: closing neither waits nor takes
/// away what a caller on another thread reads. Thread-safe.
/// </summary>
/// <param name="resource">Disposed of then, once.</param>
internal sealed class SharedUse(IDisposable resource)
{
    private readonly Lock _lock = new();
    private int _users = 1; // its owner
    private bool _closed;

    /// <summary>Keeps the resource until the result is disposed of.</summary>
    /// <param name="owner">Who is named where it has been closed.</param>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    public Visit Enter(object owner)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, owner);
            _users++;
        }

        return new Visit(this);
    }

    /// <summary>Lets nobody in any more, and frees the resource if nobody is inside. A second time does nothing.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
        }

        Leave();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            resource.Dispose();
        }
    }

    /// <summary>Keeps the resource until it is disposed of, which has to happen once.</summary>
    public readonly ref struct Visit(SharedUse use)
    {
        public void Dispose() => use.Leave();
    }
}
