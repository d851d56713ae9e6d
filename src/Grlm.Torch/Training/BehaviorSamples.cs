using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Holds what behavior prediction learns from: all prefixes of training histories as they were, and all prefixes of damaged copies (a fifth
/// of the items dropped, some neighbours swapped), for which nothing was observed.
/// </summary>
/// <param name="encoder">Makes the history vectors.</param>
/// <param name="histories">Training histories, oldest first, of two items at least.</param>
internal sealed class BehaviorSamples(TorchRanker encoder, int[][] histories)
{
    private const int HistoriesAtATime = 256;

    /// <summary>Gets how many histories there are.</summary>
    public int Count => histories.Length;

    /// <summary>Returns how many items a history holds.</summary>
    public int LengthOf(int history) => histories[history].Length;

    /// <summary>Returns the prefixes of some histories and of damaged copies of them.</summary>
    /// <param name="numbers">Numbers of the histories.</param>
    /// <param name="random">Draws the damage.</param>
    public EncodedSamples Prepare(int[] numbers, Random random) => Encoded(numbers.Chunk(HistoriesAtATime).SelectMany(some =>
        (Part[])[Observed(some), Damaged(Array.ConvertAll(some, number => HistoryDamage.Of(histories[number], random)))]));

    /// <summary>Returns the prefixes of some histories as they were, each with the item that followed.</summary>
    /// <param name="numbers">Numbers of the histories.</param>
    public EncodedSamples Prepare(int[] numbers) => Encoded(numbers.Chunk(HistoriesAtATime).Select(Observed));

    private EncodedSamples Encoded(IEnumerable<Part> parts)
    {
        Part[] all = [.. parts];
        return new EncodedSamples([.. all.SelectMany(part => part.Samples)], [.. all.Select(part => part.Read)], encoder);
    }

    private Part Observed(int[] numbers) => new(
        [.. numbers.SelectMany(number => Prefixes(histories[number], hasNext: true))],
        Array.ConvertAll(numbers, number => histories[number][..^1]));

    private Part Damaged(int[][] damaged) => new([.. damaged.SelectMany(history => Prefixes(history, hasNext: false))], damaged);

    private IEnumerable<GeneratorSample> Prefixes(int[] history, bool hasNext)
    {
        // The encoder reads the last tokens of what it is given: prefixes that end before them have no vector.
        var tokens = hasNext ? history.Length - 1 : history.Length;
        var first = Math.Max(0, tokens - encoder.MaximumHistory);
        for (var token = first; token < tokens; token++)
        {
            yield return new GeneratorSample(new ArraySegment<int>(history, first, token + 1 - first), hasNext ? history[token + 1] : -1);
        }
    }

    /// <summary>Samples, and the histories whose prefixes they are.</summary>
    private sealed record Part(GeneratorSample[] Samples, int[][] Read);
}

/// <summary>
/// Samples whose vectors are made when they are first asked for: a step that is passed over needs none. Disposing it frees them. Not
/// thread-safe.
/// </summary>
/// <param name="samples">The samples.</param>
/// <param name="histories">The histories whose prefixes they are, in the same order, as many at a time as are encoded together.</param>
/// <param name="encoder">Makes the vectors.</param>
internal sealed class EncodedSamples(IReadOnlyList<GeneratorSample> samples, IReadOnlyList<int[][]> histories, TorchRanker encoder)
    : IDisposable
{
    private Tensor? _vectors;

    /// <summary>Gets the samples.</summary>
    public IReadOnlyList<GeneratorSample> Samples => samples;

    /// <summary>Returns their vectors: <c>[samples, width]</c>.</summary>
    /// <param name="cancellationToken">Stops between two groups of histories.</param>
    public Tensor Vectors(CancellationToken cancellationToken)
    {
        if (_vectors is null)
        {
            using var scope = NewDisposeScope();
            List<Tensor> parts = [];
            foreach (var some in histories)
            {
                cancellationToken.ThrowIfCancellationRequested();
                parts.Add(encoder.EncodePrefixes(some));
            }

            _vectors = cat(parts).DetachFromDisposeScope();
        }

        return _vectors;
    }

    /// <summary>Returns the vectors of some of them: <c>[rows, width]</c>, in the caller's dispose scope.</summary>
    /// <param name="rows">Places in <see cref="Samples"/>.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    public Tensor Vectors(int[] rows, CancellationToken cancellationToken)
    {
        var all = Vectors(cancellationToken);
        using var index = tensor(Array.ConvertAll(rows, row => (long)row), device: all.device);
        return all.index_select(0, index);
    }

    /// <inheritdoc/>
    public void Dispose() => _vectors?.Dispose();
}

/// <summary>Describes one history that the compact generator learns from.</summary>
/// <param name="History">Items that the encoder has seen, oldest first.</param>
/// <param name="Next">The item that followed; -1 where the history was damaged, so that nothing was observed.</param>
internal readonly record struct GeneratorSample(ArraySegment<int> History, int Next);

/// <summary>
/// Damages copies of histories into what a user might have had. A fifth of the items is dropped, and some neighbours are swapped.
/// </summary>
internal static class HistoryDamage
{
    private const double DropShare = 0.2;
    private const double SwapShare = 0.1;

    /// <summary>Returns a damaged copy, of one item at least.</summary>
    /// <param name="history">The history, of one item at least.</param>
    /// <param name="random">Draws the damage.</param>
    public static int[] Of(int[] history, Random random)
    {
        int[] kept = [.. history.Where(_ => random.NextDouble() >= DropShare)];
        if (kept.Length == 0)
        {
            kept = [history[random.Next(history.Length)]];
        }

        for (var place = 1; place < kept.Length; place++)
        {
            if (random.NextDouble() < SwapShare)
            {
                (kept[place - 1], kept[place]) = (kept[place], kept[place - 1]);
            }
        }

        return kept;
    }
}
