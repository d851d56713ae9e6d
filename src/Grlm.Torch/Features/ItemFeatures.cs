namespace Grlm.Torch;

/// <summary>
/// Holds what is known of each item besides its identity and its terms, as a sparse binary matrix <c>[items, features]</c>: brand, every
/// node of its category paths, and title words that are neither rare nor everywhere. Depends on the catalogue alone.
/// </summary>
internal sealed class ItemFeatures
{
    /// <summary>Holds a title word counts from this many items on.</summary>
    private const int MinimumWordItems = 3;

    /// <summary>Holds a title word counts while it stands in less than this share of the items.</summary>
    private const double MaximumWordShare = 0.1;

    private readonly int[] _offsets;
    private readonly int[] _features;

    private ItemFeatures(int[] offsets, int[] features, int featureCount)
        => (_offsets, _features, FeatureCount) = (offsets, features, featureCount);

    /// <summary>Number of distinct features.</summary>
    public int FeatureCount { get; }

    /// <summary>Returns the feature numbers of one item.</summary>
    public ReadOnlySpan<int> Of(int item) => _features.AsSpan(_offsets[item].._offsets[item + 1]);

    /// <summary>Extracts the features of a catalogue.</summary>
    public static ItemFeatures Extract(Catalog catalog)
    {
        var cutter = WordCutter.Fit(catalog);
        var wordItems = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in catalog.SelectMany(item => WordsOf(item.Title, cutter)))
        {
            wordItems[word] = wordItems.GetValueOrDefault(word) + 1;
        }

        var most = catalog.Count * MaximumWordShare;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var offsets = new int[catalog.Count + 1];
        var features = new List<int>();
        for (var item = 0; item < catalog.Count; item++)
        {
            var names = NamesOf(catalog[item], cutter, word => wordItems[word] >= MinimumWordItems && wordItems[word] < most);
            foreach (var name in names.Distinct(StringComparer.Ordinal))
            {
                if (!numbers.TryGetValue(name, out var number))
                {
                    numbers.Add(name, number = numbers.Count);
                }

                features.Add(number);
            }

            offsets[item + 1] = features.Count;
        }

        return new ItemFeatures(offsets, [.. features], numbers.Count);
    }

    private static IEnumerable<string> NamesOf(Item item, WordCutter cutter, Func<string, bool> isTelling)
    {
        if (item.Brand.Length > 0)
        {
            yield return $"brand:{Nfc.Normalize(item.Brand).ToLowerInvariant()}";
        }

        foreach (var path in item.Categories)
        {
            for (var depth = 1; depth <= path.Count; depth++)
            {
                yield return $"category:{string.Join('\u001f', path.Take(depth))}";
            }
        }

        foreach (var word in WordsOf(item.Title, cutter).Where(isTelling))
        {
            yield return $"word:{word}";
        }
    }

    private static HashSet<string> WordsOf(string title, WordCutter cutter)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (letters, writing) in WordRuns.FoldedOf(Nfc.Normalize(title)))
        {
            words.UnionWith(writing.HidesWords() ? cutter.Cut(letters, writing) : [letters]);
        }

        return words;
    }
}
