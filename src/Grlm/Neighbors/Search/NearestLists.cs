namespace Grlm;

/// <summary>
/// Keeps the best so far for each of many rows: most similar first, ties in row order. Different rows can be offered to from different
/// threads.
/// </summary>
/// <param name="count">Rows.</param>
/// <param name="length">How many are kept for each.</param>
/// <param name="tolerance">How far a similarity in float32 may lie from the one in double precision.</param>
internal sealed class NearestLists(int count, int length, float tolerance)
{
    private readonly int[] _rows = new int[(long)count * length];
    private readonly double[] _similarities = new double[(long)count * length];
    private readonly int[] _filled = new int[count];
    private readonly float[] _floors = Filled(count, float.NegativeInfinity);

    /// <summary>Returns what a similarity in float32 must reach at least for the pair to be worth a look in double precision.</summary>
    public float Floor(int row) => _floors[row];

    /// <summary>Takes a row in if it belongs among the best. A row must not be offered twice.</summary>
    /// <param name="row">Whose list.</param>
    /// <param name="other">The row offered.</param>
    /// <param name="similarity">How similar they are, in double precision.</param>
    public void Offer(int row, int other, double similarity)
    {
        var rows = _rows.AsSpan(row * length, length);
        var similarities = _similarities.AsSpan(row * length, length);
        var place = _filled[row];
        if (place == length && !IsBetter(similarity, other, similarities[^1], rows[^1]))
        {
            return;
        }

        place = Math.Min(place, length - 1);
        for (; place > 0 && IsBetter(similarity, other, similarities[place - 1], rows[place - 1]); place--)
        {
            (rows[place], similarities[place]) = (rows[place - 1], similarities[place - 1]);
        }

        (rows[place], similarities[place]) = (other, similarity);
        _filled[row] = Math.Min(_filled[row] + 1, length);
        if (_filled[row] == length)
        {
            _floors[row] = (float)similarities[^1] - tolerance;
        }
    }

    /// <summary>Returns the best of a row so far.</summary>
    public ReadOnlySpan<int> RowsOf(int row) => _rows.AsSpan(row * length, _filled[row]);

    /// <summary>Returns the similarities that go with <see cref="RowsOf"/>.</summary>
    public ReadOnlySpan<double> SimilaritiesOf(int row) => _similarities.AsSpan(row * length, _filled[row]);

    private static bool IsBetter(double similarity, int row, double than, int rowOfThan)
        => similarity > than || (similarity == than && row < rowOfThan);

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
