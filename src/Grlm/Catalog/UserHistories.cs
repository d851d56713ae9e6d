namespace Grlm;

/// <summary>
/// Holds the interactions of every user, in time order, as item indices; all users in one flat array, so that ten million interactions take
/// eighty megabytes. Immutable and safe for concurrent reads.
/// </summary>
public sealed class UserHistories
{
    private readonly string[] _userIds;
    private readonly int[] _offsets;
    private readonly int[] _items;
    private readonly Lazy<Dictionary<string, int>> _indexById;

    /// <param name="userIds">The users' ids.</param>
    /// <param name="offsets">Where each user's items begin in <paramref name="items"/>, and their end: one entry more than there are
    /// users.</param>
    /// <param name="items">Item indices, user by user, oldest first.</param>
    /// <exception cref="ArgumentException">The offsets don't fit the users or the items.</exception>
    public UserHistories(string[] userIds, int[] offsets, int[] items)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(items);
        if (offsets.Length != userIds.Length + 1 || offsets[0] != 0 || offsets[^1] != items.Length)
        {
            throw new ArgumentException($"{offsets.Length} offsets don't cover {userIds.Length} users and {items.Length} items.",
                nameof(offsets));
        }

        (_userIds, _offsets, _items) = (userIds, offsets, items);
        _indexById = new(
            () => _userIds.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal));
    }

    /// <summary>Gets how many users there are.</summary>
    public int Count => _userIds.Length;

    /// <summary>Gets how many interactions there are in all.</summary>
    public int InteractionCount => _items.Length;

    /// <summary>Gets the items of one user, oldest first.</summary>
    /// <param name="user">The user's index.</param>
    public ReadOnlySpan<int> this[int user] => _items.AsSpan(_offsets[user].._offsets[user + 1]);

    /// <summary>Returns the id of one user.</summary>
    /// <param name="user">The user's index.</param>
    public string UserId(int user) => _userIds[user];

    /// <summary>Returns the same users with their first interactions alone.</summary>
    /// <param name="lengths">How many of each user's.</param>
    internal UserHistories Prefixes(int[] lengths)
    {
        var offsets = new int[_offsets.Length];
        for (var user = 0; user < lengths.Length; user++)
        {
            offsets[user + 1] = offsets[user] + lengths[user];
        }

        var items = new int[offsets[^1]];
        for (var user = 0; user < lengths.Length; user++)
        {
            this[user][..lengths[user]].CopyTo(items.AsSpan(offsets[user]));
        }

        return new UserHistories(_userIds, offsets, items);
    }

    /// <summary>Returns the same users without some of their interactions.</summary>
    /// <param name="places">The places to leave out in the history of a user; 0, where no target can be, leaves nothing out.</param>
    internal UserHistories Without(Func<int, IEnumerable<int>> places)
    {
        var offsets = new int[_offsets.Length];
        var items = new List<int>(_items.Length);
        for (var user = 0; user < Count; user++)
        {
            var left = places(user).ToHashSet();
            left.Remove(0);
            for (var place = 0; place < this[user].Length; place++)
            {
                if (!left.Contains(place))
                {
                    items.Add(this[user][place]);
                }
            }

            offsets[user + 1] = items.Count;
        }

        return new UserHistories(_userIds, offsets, [.. items]);
    }

    /// <summary>Finds the index of the user with this id.</summary>
    /// <param name="id">The shop's own identifier.</param>
    /// <param name="user">The user's index, if there is such a user.</param>
    public bool TryGetUser(string id, out int user)
        => _indexById.Value.TryGetValue(id, out user) || _indexById.Value.TryGetValue(TrimmedText.Of(id), out user);
}
