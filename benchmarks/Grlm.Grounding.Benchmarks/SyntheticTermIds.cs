namespace Grlm.Grounding.Benchmarks;

/// <summary>
/// Made-up TIDs whose terms are as frequent as those of real libraries: at each slot a Zipf-Mandelbrot law with the exponent 1 and a most
/// frequent term of 3 to 5 % of the items, over vocabularies that grow with the number of items as they do in text (Heaps' law, exponent
/// 0.6, from the sizes of the published Beauty library); part of the items take part of their terms from an earlier item, as things of one
/// kind do.
/// </summary>
internal static class SyntheticTermIds
{
    private const int BeautyItems = 12_101;
    private const double Growth = 0.6, Offset = 2, ShareWithRelative = 0.6, ShareOfTerms = 0.35;
    private static readonly int[] _beautyVocabularies = [1114, 2027, 3075, 2808, 3537];

    /// <summary>Makes TIDs; the same seed makes the same.</summary>
    public static TermId[] Make(int count, int seed)
    {
        var random = new Random(seed);
        var slots = _beautyVocabularies
            .Select((size, slot) => new Vocabulary(slot, (int)(size * Math.Pow((double)count / BeautyItems, Growth)))).ToArray();
        var termIds = new TermId[count];
        for (var item = 0; item < count; item++)
        {
            var relative = item > 0 && random.NextDouble() < ShareWithRelative ? termIds[random.Next(item)] : null;
            termIds[item] = new TermId([.. slots.Select((slot, place) =>
                relative is not null && random.NextDouble() < ShareOfTerms ? relative.Terms[place] : slot.Draw(random))]);
        }

        return termIds;
    }

    /// <summary>How often users met each item: a few very often, most hardly ever.</summary>
    public static int[] Popularity(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (int)(5 / Math.Pow(1 - random.NextDouble(), 0.8)))];
    }

    private sealed class Vocabulary
    {
        private readonly string[] _terms;
        private readonly double[] _cumulative;

        public Vocabulary(int slot, int size)
        {
            _terms = [.. Enumerable.Range(0,
                size).Select(rank => $"term-{(rank * 5) + (rank % 5 == 0 ? 0 : slot)}")]; // every fifth is common to all slots
            _cumulative = new double[size];
            for (var (rank, sum) = (0, 0.0); rank < size; rank++)
            {
                _cumulative[rank] = sum += 1 / (rank + 1 + Offset);
            }
        }

        public string Draw(Random random)
        {
            var found = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
            return _terms[found < 0 ? ~found : found];
        }
    }
}
