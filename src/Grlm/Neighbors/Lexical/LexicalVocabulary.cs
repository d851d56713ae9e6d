namespace Grlm;

/// <summary>
/// Holds the features that lexical vectors are made of, with how much each tells: one that few texts have tells more (inverse document
/// frequency). Immutable.
/// </summary>
internal sealed class LexicalVocabulary
{
    private const int MostFeatures = 65_536;
    private const int FewestTexts = 2;

    private readonly Dictionary<ulong, int> _places;

    /// <param name="features">The features.</param>
    /// <param name="weights">The weight of each.</param>
    public LexicalVocabulary(ulong[] features, float[] weights)
    {
        (Features, Weights) = (features, weights);
        _places = features.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>Gets the features, each in its place.</summary>
    public IReadOnlyList<ulong> Features { get; }

    /// <summary>Gets the weight of each feature.</summary>
    public IReadOnlyList<float> Weights { get; }

    /// <summary>Takes the features that occur in most texts; one that a single text has can bring no two together.</summary>
    public static LexicalVocabulary Of(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var frequencies = new Dictionary<ulong, int>();
        var counts = new Dictionary<ulong, int>();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LexicalFeatures.Count(text, counts);
            foreach (var feature in counts.Keys)
            {
                frequencies[feature] = frequencies.GetValueOrDefault(feature) + 1;
            }
        }

        KeyValuePair<ulong, int>[] chosen =
        [
            .. frequencies.Where(pair => pair.Value >= FewestTexts)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key)
                .Take(MostFeatures),
        ];
        return new LexicalVocabulary(
            Array.ConvertAll(chosen, pair => pair.Key),
            Array.ConvertAll(chosen, pair => (float)(1 + Math.Log((1.0 + texts.Count) / (1.0 + pair.Value)))));
    }

    /// <summary>
    /// Returns the weighted features of a text, as a vector of length one: one plus the logarithm of how often each occurs, times its
    /// weight. In the order of their places; empty where the text has none of them.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="counts">Space to work in.</param>
    public (int Place, float Value)[] Weigh(string text, Dictionary<ulong, int> counts)
    {
        LexicalFeatures.Count(text, counts);
        var weighed = new List<(int Place, float Value)>(counts.Count);
        foreach (var (feature, count) in counts)
        {
            if (_places.TryGetValue(feature, out var place))
            {
                weighed.Add((place, (float)(1 + Math.Log(count)) * Weights[place]));
            }
        }

        weighed.Sort();
        var length = (float)Math.Sqrt(weighed.Sum(one => (double)one.Value * one.Value));
        return [.. weighed.Select(one => (one.Place, one.Value / length))];
    }
}

/// <summary>
/// Finds what the lexical vectors see of a text: its words without regard to case, and the four-letter pieces of each word with a blank at
/// both ends, which bring <c>shampoo</c> and <c>shampoos</c> together. Of scripts that hide their words, which only a whole catalogue
/// shows, it sees the syllables and the pairs of them. A feature is the 64-bit FNV-1a hash of its letters: another run on another machine
/// sees the same.
/// </summary>
internal static class LexicalFeatures
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;
    private const int PieceLength = 4;

    /// <summary>Counts the features of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="counts">Feature to how often it occurs; cleared first.</param>
    public static void Count(string text, Dictionary<ulong, int> counts)
    {
        counts.Clear();
        foreach (var (letters, writing) in WordRuns.FoldedOf(text))
        {
            if (writing.HidesWords())
            {
                CountSyllables(Syllables.Of(letters), counts);
            }
            else
            {
                CountWord($" {letters} ", counts);
            }
        }
    }

    private static void CountWord(ReadOnlySpan<char> word, Dictionary<ulong, int> counts)
    {
        Increment(counts, Hash(word));

        // A word of two letters is its own only piece, and has been counted.
        for (var place = 0; word.Length > PieceLength && place + PieceLength <= word.Length; place++)
        {
            Increment(counts, Hash(word.Slice(place, PieceLength)));
        }
    }

    private static void CountSyllables(List<string> syllables, Dictionary<ulong, int> counts)
    {
        for (var place = 0; place < syllables.Count; place++)
        {
            Increment(counts, Hash(syllables[place]));
            if (place > 0)
            {
                Increment(counts, Hash(syllables[place - 1] + syllables[place]));
            }
        }
    }

    private static ulong Hash(ReadOnlySpan<char> letters)
    {
        var hash = Offset;
        foreach (var letter in letters)
        {
            hash = (hash ^ letter) * Prime;
        }

        return hash;
    }

    private static void Increment(Dictionary<ulong, int> counts, ulong feature)
        => counts[feature] = counts.GetValueOrDefault(feature) + 1;
}
