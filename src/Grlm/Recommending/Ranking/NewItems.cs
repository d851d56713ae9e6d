using System.Buffers;
using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// Ranks items that a ranker was not trained with as it ranks those of its items that they are most like: <c>p(new) = sqrt(sum over the
/// alike of s p(alike)^2 / sum of s)</c>, with s how much they are. The mean is quadratic because being like one item that is wanted speaks
/// for an item more than being like others that are not speaks against it; no item comes before all that it is like. The
/// latest items of the history, which a ranker may well give nothing, are as wanted as the best one. An item that is like none is as
/// probable as items are on average. Safe for one caller at a time that adds; what was made before goes on with the items it knows.
/// </summary>
/// <param name="library">The TIDs of the catalogue, which the new ones are added to.</param>
internal sealed class NewItems(LiveTermLibrary library)
{
    private const int Latest = 5;

    private readonly int _known = library.ItemCount;
    private IReadOnlyList<StructuralMatch>[] _alike = [];

    /// <summary>Adds an item; returns its index.</summary>
    public int Add(TermId termId, IReadOnlyList<StructuralMatch> alike)
    {
        ArgumentNullException.ThrowIfNull(alike);
        if (alike.Any(match => (uint)match.Item >= (uint)_known || !(match.Score > 0)))
        {
            throw new ArgumentException($"An item is like one of the {_known} that the models know, by more than nothing.", nameof(alike));
        }

        var index = library.Add(termId);
        _alike = [.. _alike, [.. alike]];
        return index;
    }

    /// <summary>Returns the ranker for all items there are now; itself while none is new.</summary>
    public IItemRanker Ranker(IItemRanker ranker) => _alike.Length == 0 ? ranker : new GrownRanker(ranker, _alike);

    /// <summary>Returns the generator that goes with such a ranker.</summary>
    public static ITermIdGenerator? Generator(ITermIdGenerator? generator, IItemRanker ranker)
        => generator is IScoringGenerator scoring && ranker is GrownRanker grown && scoring.ScoresLike(grown.Known)
            ? new GrownGenerator(scoring, grown) : generator;

    /// <summary>Scores what the ranker knows, and by that what it does not.</summary>
    private sealed class GrownRanker(IItemRanker known, IReadOnlyList<StructuralMatch>[] alike) : IItemRanker
    {
        public IItemRanker Known => known;

        public int ItemCount => known.ItemCount + alike.Length;

        public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
        {
            ScoreRows.Check(histories.Count, ItemCount, scores);
            var rows = ArrayPool<float>.Shared.Rent(histories.Count * known.ItemCount);
            known.Score(histories, rows.AsSpan(0, histories.Count * known.ItemCount), cancellationToken);
            Spread(rows, histories, scores);
            ArrayPool<float>.Shared.Return(rows);
        }

        /// <summary>Copies rows of the known items' scores to rows of all, and fills in those of the new ones.</summary>
        public void Spread(ReadOnlySpan<float> rows, IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
        {
            for (var row = 0; row < histories.Count; row++)
            {
                int[] latest = [.. histories[row].Skip(histories[row].Count - Latest)];
                var from = rows.Slice(row * known.ItemCount, known.ItemCount);
                var to = scores.Slice(row * ItemCount, ItemCount);
                from.CopyTo(to);
                var best = TensorPrimitives.Max(from);
                for (var item = 0; item < alike.Length; item++)
                {
                    to[known.ItemCount + item] = Score(alike[item], from, latest, best);
                }
            }
        }

        private float Score(IReadOnlyList<StructuralMatch> matches, ReadOnlySpan<float> scores, int[] latest, float best)
        {
            var (sum, weight) = (0.0, 0.0);
            foreach (var match in matches)
            {
                sum += match.Score * Math.Exp(2 * (latest.Contains(match.Item) ? best : scores[match.Item]));
                weight += match.Score;
            }

            return (float)(sum > 0 ? Math.Log(sum / weight) / 2 : -Math.Log(known.ItemCount));
        }
    }

    /// <summary>Reads a history once for beams and scores, as the generator within does.</summary>
    private sealed class GrownGenerator(IScoringGenerator generator, GrownRanker ranker) : IScoringGenerator
    {
        public bool ScoresLike(IItemRanker other) => ReferenceEquals(other, ranker);

        public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
            IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
            => generator.Generate(requests, beams, cancellationToken);

        public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
            IReadOnlyList<GenerationRequest> requests, int beams, Span<float> scores, CancellationToken cancellationToken)
        {
            ScoreRows.Check(requests.Count, ranker.ItemCount, scores);
            var length = requests.Count * ranker.Known.ItemCount;
            var rows = ArrayPool<float>.Shared.Rent(length);
            var generated = generator.Generate(requests, beams, rows.AsSpan(0, length), cancellationToken);
            ranker.Spread(rows, [.. requests.Select(request => request.History)], scores);
            ArrayPool<float>.Shared.Return(rows);
            return generated;
        }
    }
}
