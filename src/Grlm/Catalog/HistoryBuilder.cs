namespace Grlm;

/// <summary>Gathers user histories from interactions that come ordered by user. Not thread-safe.</summary>
internal sealed class HistoryBuilder(int itemCount, int interactionCount)
{
    private readonly List<string> _userIds = [];
    private readonly List<int> _offsets = [];
    private readonly int[] _items = new int[interactionCount];
    private int _filled;

    /// <summary>Adds the next interactions: <c>[rows]</c> each.</summary>
    /// <exception cref="InvalidDataException">The users are not in order, or an item is not in the catalogue.</exception>
    public void Add(ReadOnlySpan<int> users, ReadOnlySpan<ReadOnlyMemory<char>> userIds, ReadOnlySpan<int> items)
    {
        for (var row = 0; row < users.Length; row++)
        {
            if (users[row] == _userIds.Count)
            {
                _userIds.Add(userIds[row].ToString());
                _offsets.Add(_filled);
            }
            else if (users[row] != _userIds.Count - 1)
            {
                throw new InvalidDataException($"user {users[row]} is out of order");
            }

            if ((uint)items[row] >= (uint)itemCount)
                throw new InvalidDataException($"item {items[row]} is not in the catalogue of {itemCount} items");
            _items[_filled++] = items[row];
        }
    }

    /// <summary>The histories of all users added.</summary>
    public UserHistories Build()
    {
        _offsets.Add(_filled);
        return new UserHistories([.. _userIds], [.. _offsets], _items);
    }
}
