namespace Grlm;

/// <summary>Holds the recommenders that were opened from a workspace and not yet disposed of, to dispose of them with it. Thread-safe.</summary>
internal sealed class OpenRecommenders
{
    private readonly Lock _lock = new();
    private HashSet<WorkspaceRecommender>? _open = [];

    /// <summary>Throws where the workspace has been disposed of.</summary>
    /// <exception cref="ObjectDisposedException">It has.</exception>
    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_open is null, typeof(GrlmWorkspace));

    /// <summary>Takes a recommender in.</summary>
    /// <exception cref="ObjectDisposedException">The workspace was disposed of while this one was opened; so is the recommender then.</exception>
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
