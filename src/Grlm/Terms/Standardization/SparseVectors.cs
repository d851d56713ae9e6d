namespace Grlm;

/// <summary>Sparse vectors of length one with an index by feature, for all cosines of one with the others. Not thread-safe.</summary>
internal sealed class SparseVectors
{
    private readonly (int Feature, double Weight)[][] _rows;
    private readonly Dictionary<int, List<(int Row, double Weight)>> _index = [];
    private readonly double[] _scores;
    private readonly List<int> _touched = [];

    /// <param name="counts">For each row how often each feature occurs in it. A feature weighs the less the more rows have it.</param>
    public SparseVectors(IReadOnlyList<IReadOnlyDictionary<int, int>> counts)
    {
        _scores = new double[counts.Count];
        var rows = counts.SelectMany(row => row.Keys).CountBy(feature => feature).ToDictionary();
        _rows = [.. counts.Select(row => Unit(row, feature => Math.Log(1 + ((double)counts.Count / rows[feature]))))];
        for (var row = 0; row < _rows.Length; row++)
        {
            foreach (var (feature, weight) in _rows[row])
            {
                (_index.TryGetValue(feature, out var entries) ? entries : _index[feature] = []).Add((row, weight));
            }
        }
    }

    /// <summary>The rows that have a feature in common with one, and the cosines; the row itself is not among them.</summary>
    public List<(int Row, double Cosine)> SimilarTo(int row)
    {
        foreach (var (feature, weight) in _rows[row])
        {
            foreach (var (other, otherWeight) in _index[feature])
            {
                if (_scores[other] == 0)
                {
                    _touched.Add(other);
                }

                _scores[other] += weight * otherWeight;
            }
        }

        var similar = new List<(int, double)>(_touched.Count);
        foreach (var other in _touched)
        {
            if (other != row)
            {
                similar.Add((other, _scores[other]));
            }

            _scores[other] = 0;
        }

        _touched.Clear();
        return similar;
    }

    private static (int Feature, double Weight)[] Unit(IReadOnlyDictionary<int, int> counts, Func<int, double> weightOf)
    {
        var weights = counts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, Weight: (1 + Math.Log(pair.Value)) * weightOf(pair.Key))).ToArray();
        var length = Math.Sqrt(weights.Sum(weight => weight.Weight * weight.Weight));
        return Array.ConvertAll(weights, weight => (weight.Key, weight.Weight / length));
    }
}
