using System.Collections.Concurrent;

namespace Grlm.Serving;

/// <summary>Remembers the latest answers of this process, so that the following page of a list can be asked for. Thread-safe.</summary>
/// <param name="capacity">How many are remembered; the oldest are forgotten first.</param>
internal sealed class ShownLists(int capacity)
{
    private readonly ConcurrentDictionary<string, ShownList> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _oldestFirst = new();

    public void Add(string id, ShownList list)
    {
        _lists[id] = list;
        _oldestFirst.Enqueue(id);
        while (_lists.Count > capacity && _oldestFirst.TryDequeue(out var oldest))
            _lists.TryRemove(oldest, out _);
    }

    public ShownList? Find(string id) => _lists.GetValueOrDefault(id);

    /// <summary>Forgets what was shown to a user who is to be forgotten.</summary>
    public void Forget(string user)
    {
        foreach (var (id, list) in _lists)
        {
            if (list.Call.User == user)
                _lists.TryRemove(id, out _);
        }
    }
}

/// <summary>Holds what was asked, and all that has been shown of the list so far.</summary>
internal sealed record ShownList(RecommendationCall Call, IReadOnlyList<string> Items);
