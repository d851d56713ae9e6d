namespace Grlm;

/// <summary>
/// Rows drawn at random with their true neighbours. One half of them tells how many clusters have to be looked into; the recall is measured
/// on the other, which had no part in that choice. Immutable.
/// </summary>
internal sealed class RecallSample
{
    private const int Size = 3_000;

    /// <summary>
    /// More clusters than this are not looked into, whatever the recall: from there on, comparing everything is hardly slower.
    /// </summary>
    private const int MostProbes = 512;

    private readonly VectorMatrix _vectors;
    private readonly int[] _rows;
    private readonly int[][] _truth;
    private readonly ParallelOptions _parallel;

    private RecallSample(VectorMatrix vectors, int[] rows, int[][] truth, ParallelOptions parallel)
        => (_vectors, _rows, _truth, _parallel) = (vectors, rows, truth, parallel);

    /// <summary>Rows that the recall is measured on.</summary>
    public int MeasuredRows => _rows.Length - ChoosingRows;

    private int ChoosingRows => _rows.Length / 2;

    /// <summary>Draws rows and compares them with everything.</summary>
    /// <param name="vectors">The vectors, each of length one or zero.</param>
    /// <param name="rows">The rows to draw from, and to compare with.</param>
    /// <param name="length">How many true neighbours of each.</param>
    /// <param name="random">Draws; the same that made the clusters, so that no row is drawn because it was there when they were
    /// made.</param>
    /// <param name="parallel">How many threads may be used, and when to stop.</param>
    public static RecallSample Draw(VectorMatrix vectors, int[] rows, int length, Random random, ParallelOptions parallel)
    {
        var sample = (int[])rows.Clone();
        random.Shuffle(sample);
        Array.Resize(ref sample, Math.Min(sample.Length, Size));

        // A matrix of their own keeps the lists as short as the sample; each finds itself first, and one more is asked for in exchange.
        var own = Copy(vectors, sample);
        var lists = new NearestLists(own.Count, length + 1, BlockSearch.Tolerance(own.Width));
        ExactSearch.Fill(own, [.. Enumerable.Range(0, own.Count)], PanelMatrix.Of(vectors, rows, parallel), lists, parallel);
        var truth = sample.Select((row, place) => lists.RowsOf(place).ToArray().Where(other => other != row).Take(length).ToArray());
        return new RecallSample(vectors, sample, [.. truth], parallel);
    }

    /// <summary>Returns how many of the nearest clusters hold the wanted share of the true neighbours.</summary>
    /// <param name="recall">The share, 0 to 1.</param>
    /// <param name="clusters">The clusters.</param>
    public int ProbesFor(double recall, Clusters clusters)
    {
        int[] places = [.. Enumerable.Range(0, ChoosingRows)];
        var nearest = clusters.NearestOf(Copy(_vectors, _rows[..ChoosingRows]), places, MostProbes);
        int[] neighbors = [.. _truth.Take(ChoosingRows).SelectMany(truth => truth).Distinct()];
        var homes = clusters.NearestOf(_vectors, neighbors, 1);
        var found = new long[MostProbes];
        var total = 0L;
        foreach (var place in places)
        {
            foreach (var neighbor in _truth[place])
            {
                var rank = nearest.RowsOf(place).IndexOf(homes.RowsOf(neighbor)[0]);
                total++;
                if (rank >= 0)
                {
                    found[rank]++;
                }
            }
        }

        return Math.Min(Reaching(found, recall * total), clusters.Centers.Count);
    }

    /// <summary>Returns the share of the true neighbours that are in the lists.</summary>
    public double RecallOf(NearestLists lists)
    {
        var (found, total) = (0L, 0L);
        for (var place = ChoosingRows; place < _rows.Length; place++)
        {
            var row = lists.RowsOf(_rows[place]);
            total += _truth[place].Length;
            foreach (var neighbor in _truth[place])
            {
                found += row.Contains(neighbor) ? 1 : 0;
            }
        }

        return total == 0 ? 1 : (double)found / total;
    }

    private static int Reaching(long[] found, double wanted)
    {
        var (probes, sum) = (0, 0L);
        while (probes < found.Length && sum < wanted)
        {
            sum += found[probes++];
        }

        return Math.Max(probes, 1);
    }

    private static VectorMatrix Copy(VectorMatrix vectors, int[] rows)
    {
        var copy = new VectorMatrix(rows.Length, vectors.Width);
        for (var place = 0; place < rows.Length; place++)
        {
            vectors[rows[place]].CopyTo(copy[place]);
        }

        return copy;
    }
}
