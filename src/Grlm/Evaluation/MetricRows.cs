using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Values of users, a row each, of which there are few different ones: with one target, a user's figures follow from the target's place and
/// a few counts. Each user takes the four bytes of a number that names the row. Not thread-safe.
/// </summary>
/// <param name="width">Values in a row.</param>
internal sealed class MetricRows(int width)
{
    private readonly Dictionary<double[], int> _numbers = new(RowComparer.Instance);
    private readonly List<double[]> _rows = [];
    private readonly List<int> _rowOfUser = [];

    /// <summary>Values in a row.</summary>
    public int Width => width;

    /// <summary>Gets the number of users added.</summary>
    public int Users => _rowOfUser.Count;

    /// <summary>Gets the different rows.</summary>
    public IReadOnlyList<double[]> Rows => _rows;

    /// <summary>Gets the number of each user's row, in the order in which they were added.</summary>
    public ReadOnlySpan<int> RowOfUser => CollectionsMarshal.AsSpan(_rowOfUser);

    /// <summary>Adds a user.</summary>
    /// <param name="values">The user's values: <c>[width]</c>.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<double>>();
        if (!lookup.TryGetValue(values, out var number))
        {
            _rows.Add(values.ToArray());
            _numbers.Add(_rows[^1], number = _rows.Count - 1);
        }

        _rowOfUser.Add(number);
    }

    /// <summary>Returns the means over users for each value; 0 where there is no user.</summary>
    public double[] Means()
    {
        var users = new long[_rows.Count];
        foreach (var row in _rowOfUser)
        {
            users[row]++;
        }

        return MeansOf(users);
    }

    /// <summary>Returns the means where each row stands for so many users: <c>[rows]</c>.</summary>
    public double[] MeansOf(ReadOnlySpan<long> users)
    {
        var (means, all) = (new double[width], 0L);
        for (var row = 0; row < _rows.Count; row++)
        {
            all += users[row];
            for (var column = 0; column < width; column++)
            {
                means[column] += users[row] * _rows[row][column];
            }
        }

        return Array.ConvertAll(means, sum => sum / Math.Max(1, all));
    }

    private sealed class RowComparer : IEqualityComparer<double[]>, IAlternateEqualityComparer<ReadOnlySpan<double>, double[]>
    {
        public static RowComparer Instance { get; } = new();

        public bool Equals(double[]? x, double[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<double> alternate, double[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(double[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<double> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public double[] Create(ReadOnlySpan<double> alternate) => alternate.ToArray();
    }
}
