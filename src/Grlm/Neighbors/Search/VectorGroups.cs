using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Rows of a matrix that are equal to the bit, taken together. A search compares one row of each group: a thousand copies of one vector
/// would otherwise be each other's candidates, a million pairs that no bound keeps out. Immutable.
/// </summary>
internal sealed class VectorGroups
{
    private readonly int[] _groupOf;
    private readonly int[][] _members;

    /// <param name="vectors">The vectors.</param>
    public VectorGroups(VectorMatrix vectors)
    {
        _groupOf = new int[vectors.Count];
        var groups = new Dictionary<int, int>(vectors.Count, new RowComparer(vectors));
        var members = new List<List<int>>(vectors.Count);
        for (var row = 0; row < vectors.Count; row++)
        {
            if (!groups.TryGetValue(row, out var group))
            {
                groups.Add(row, group = members.Count);
                members.Add([]);
            }

            members[group].Add(row);
            _groupOf[row] = group;
        }

        _members = [.. members.Select(rows => rows.ToArray())];
        FirstRows = Array.ConvertAll(_members, rows => rows[0]);
    }

    /// <summary>Gets the first row of each group, ascending.</summary>
    public int[] FirstRows { get; }

    /// <summary>Returns all rows that are equal to one, itself among them, ascending.</summary>
    public ReadOnlySpan<int> RowsLike(int row) => _members[_groupOf[row]];

    private sealed class RowComparer(VectorMatrix vectors) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Bytes(x).SequenceEqual(Bytes(y));

        public int GetHashCode(int obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(Bytes(obj));
            return hash.ToHashCode();
        }

        private ReadOnlySpan<byte> Bytes(int row) => MemoryMarshal.AsBytes((ReadOnlySpan<float>)vectors[row]);
    }
}
