namespace Grlm.Internal;

/// <summary>
/// Ranks by the item-to-item baseline: <c>score(i) = sum over the history, latest first, of .8^age * s(history item, i)</c>, with s of
/// <see cref="ItemCooccurrence"/>; items that nothing speaks for follow by popularity. Immutable and safe for concurrent use.
/// </summary>
internal sealed class CooccurrenceRanker : IItemRanker
{
    private const int Neighbors = 200;
    private const int HistoryLength = 20;
    private const float Decay = 0.8f;

    // So little that popularity only orders what has no other score.
    private const float PopularityWeight = 1e-9f;

    private readonly NeighborTable _similar;
    private readonly float[] _floor;

    /// <param name="training">The training interactions.</param>
    /// <param name="itemCount">Items in the catalogue.</param>
    public CooccurrenceRanker(TrainingSplit training, int itemCount)
    {
        _similar = new ItemCooccurrence(training.Histories(), itemCount).Strongest(Neighbors, CancellationToken.None);
        _floor = Array.ConvertAll(training.Popularity(itemCount), count => PopularityWeight * (count + 1));
    }

    /// <inheritdoc/>
    public int ItemCount => _floor.Length;

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
    {
        ScoreRows.Check(histories.Count, ItemCount, scores);
        for (var row = 0; row < histories.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Score(histories[row], scores.Slice(row * ItemCount, ItemCount));
        }
    }

    private void Score(IReadOnlyList<int> history, Span<float> scores)
    {
        _floor.CopyTo(scores);
        var weight = 1f;
        for (var place = history.Count - 1; place >= Math.Max(0, history.Count - HistoryLength); place--)
        {
            foreach (var similar in _similar.Of(history[place]))
            {
                scores[similar.Item] += weight * similar.Score;
            }

            weight *= Decay;
        }

        ScoreRows.LogOfShares(scores);
    }
}

/// <summary>
/// Measures how strongly items go together in what users did: for items i and j <c>c(i,j) = sum over pairs of their occurrences in one
/// history, at most 10 places apart, of 1 / sqrt(places apart)</c> and <c>s(i,j) = c(i,j) / sqrt(n(i) n(j)) * c(i,j) / (c(i,j) + 1)</c>
/// with n the number of occurrences: a cosine, shrunk where little speaks for it. Item-to-item collaborative filtering (Linden, Smith and
/// York, IEEE Internet Computing 2003) that knows of order in time. Immutable and safe for concurrent use.
/// </summary>
public sealed class ItemCooccurrence
{
    private const int Window = 10;
    private const double Shrinkage = 1;

    private static readonly double[] _weights = [0, .. Enumerable.Range(1, Window).Select(gap => 1 / Math.Sqrt(gap))];

    // All histories in one row, each closed by an entry that is no item; _places holds where each item stands, item by item.
    private readonly int[] _row;
    private readonly int[] _starts;
    private readonly int[] _places;

    /// <param name="histories">Item indices, oldest first.</param>
    /// <param name="itemCount">Items in the catalogue.</param>
    public ItemCooccurrence(IReadOnlyList<int[]> histories, int itemCount)
    {
        const int end = -1;
        ItemCount = itemCount;
        _row = [end, .. histories.SelectMany(history => history.Append(end))];
        _starts = new int[itemCount + 1];
        foreach (var item in _row.Where(item => item != end))
        {
            _starts[item + 1]++;
        }

        for (var item = 0; item < itemCount; item++)
        {
            _starts[item + 1] += _starts[item];
        }

        _places = new int[_starts[^1]];
        var next = _starts.ToArray();
        for (var place = 0; place < _row.Length; place++)
        {
            if (_row[place] != end)
            {
                _places[next[_row[place]]++] = place;
            }
        }
    }

    /// <summary>Holds the neighbours of an item that a workspace keeps at most.</summary>
    public const int ListLength = 20;

    /// <summary>Gets the number of items in the catalogue.</summary>
    public int ItemCount { get; }

    /// <summary>Returns how often an item occurs.</summary>
    public int Occurrences(int item) => _starts[item + 1] - _starts[item];

    /// <summary>Returns the strongest neighbours of every item.</summary>
    /// <param name="count">Neighbours of an item at most.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    public NeighborTable Strongest(int count, CancellationToken cancellationToken)
    {
        var lists = new Neighbor[ItemCount][];
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, ItemCount, parallel, () => new Tally(ItemCount), (item, _, tally) =>
        {
            Count(item, tally);
            var top = new TopCandidates(count);
            foreach (var other in tally.Items)
            {
                var candidate = new Candidate(Score(item, other, tally[other]), Popularity: 0, other);
                if (top.Admits(candidate))
                {
                    top.Add(candidate);
                }
            }

            lists[item] = [.. top.Kept.Select(kept => new Neighbor(kept.Item, (float)kept.Score))];
            return tally;
        }, _ => { });
        return new NeighborTable(lists);
    }

    private void Count(int item, Tally tally)
    {
        tally.Clear();
        foreach (var place in _places.AsSpan(_starts[item], Occurrences(item)))
        {
            CountTowards(step: -1);
            CountTowards(step: 1);

            void CountTowards(int step)
            {
                for (var gap = 1; gap <= Window && _row[place + (gap * step)] >= 0; gap++)
                {
                    var other = _row[place + (gap * step)];
                    if (other != item)
                    {
                        tally.Add(other, _weights[gap]);
                    }
                }
            }
        }
    }

    private double Score(int item, int other, double together)
        => together / Math.Sqrt((double)Occurrences(item) * Occurrences(other)) * together / (together + Shrinkage);

    /// <summary>Sums over items that are cheap to clear: only what was touched is.</summary>
    private sealed class Tally(int itemCount)
    {
        private readonly double[] _sums = new double[itemCount];
        private readonly List<int> _items = [];

        public IReadOnlyList<int> Items => _items;

        public double this[int item] => _sums[item];

        public void Add(int item, double weight)
        {
            if (_sums[item] == 0)
            {
                _items.Add(item);
            }

            _sums[item] += weight;
        }

        public void Clear()
        {
            foreach (var item in _items)
            {
                _sums[item] = 0;
            }

            _items.Clear();
        }
    }
}
