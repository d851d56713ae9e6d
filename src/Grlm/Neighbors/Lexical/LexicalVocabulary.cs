namespace Grlm;

/// <summary>
/// The features that lexical vectors are made of, with how much each tells: one that few texts have tells more (inverse document frequency).
/// Immutable.
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

    /// <summary>The features, each in its place.</summary>
    public IReadOnlyList<ulong> Features { get; }

    /// <summary>The weight of each feature.</summary>
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
    /// The weighted features of a text, as a vector of length one: one plus the logarithm of how often each occurs, times its weight. In the order of
    /// their places; empty where the text has none of them.
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
