namespace Grlm;

/// <summary>The texts of a catalogue as segments of numbered words, forms of one word under one number. Immutable.</summary>
internal sealed class ExtractionCorpus
{
    /// <summary>Of a unit's occurrences, the share that must follow a number: <c>oz</c>, <c>pack</c>.</summary>
    private const double UnitShare = 0.5;

    private readonly TextSegment[][] _items;
    private readonly string[] _words;
    private readonly WordKind[] _kinds;

    private ExtractionCorpus(TextSegment[][] items, string[] words, WordCutter cutter)
        => (_items, _words, _kinds, Cutter) = (items, words, KindsOf(items, words), cutter);

    /// <summary>What the texts were cut with.</summary>
    public WordCutter Cutter { get; }

    /// <summary>Number of distinct words.</summary>
    public int WordCount => _words.Length;

    /// <summary>Number of items.</summary>
    public int Count => _items.Length;

    /// <summary>The texts of one item.</summary>
    public ReadOnlySpan<TextSegment> this[int item] => _items[item];

    /// <summary>A word by its number.</summary>
    public string Word(int word) => _words[word];

    /// <summary>What kind of word it is.</summary>
    public WordKind KindOf(int word) => _kinds[word];

    /// <summary>Reads the texts of a catalogue.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="neighbors">The nearest items of each: they show which forms are of one word.</param>
    public static ExtractionCorpus Read(Catalog catalog, NeighborTable neighbors)
    {
        var cutter = WordCutter.Learn(catalog);
        var texts = new (TextField Field, string[] Words)[catalog.Count][];
        Parallel.For(0, catalog.Count, item => texts[item] = [.. SegmentsOf(catalog[item], cutter)]);
        var variants = VariantGroups.Find(ItemsByWord(texts), neighbors);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = Array.ConvertAll(texts, segments => Array.ConvertAll(segments, segment
            => new TextSegment(segment.Field, Array.ConvertAll(segment.Words, word => NumberOf(variants.GetValueOrDefault(word, word), numbers)))));
        var words = new string[numbers.Count];
        foreach (var (word, number) in numbers)
        {
            words[number] = word;
        }

        return new ExtractionCorpus(items, words, cutter);
    }

    private static IEnumerable<(TextField Field, string[] Words)> SegmentsOf(Item item, WordCutter cutter)
    {
        var parts = item.Categories
            .SelectMany(path => path.Select((node, depth) => (depth == path.Count - 1 ? TextField.CategoryLeaf : TextField.Category, node)))
            .Prepend((TextField.Brand, item.Brand))
            .Prepend((TextField.Title, item.Title))
            .Append((TextField.Description, PlainText.Of(item.Description)));
        return parts.SelectMany(part => TextSegments.Of(part.Item2, cutter).Select(words => (part.Item1, words)));
    }

    private static Dictionary<string, List<int>> ItemsByWord((TextField Field, string[] Words)[][] texts)
    {
        var itemsOf = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var item = 0; item < texts.Length; item++)
        {
            foreach (var word in texts[item].SelectMany(segment => segment.Words).Distinct(StringComparer.Ordinal))
            {
                if (!TextSegments.IsNumber(word) && !StopWords.Contains(word))
                {
                    (itemsOf.TryGetValue(word, out var items) ? items : itemsOf[word] = []).Add(item);
                }
            }
        }

        return itemsOf;
    }

    private static int NumberOf(string word, Dictionary<string, int> numbers)
    {
        if (!numbers.TryGetValue(word, out var number))
        {
            numbers.Add(word, number = numbers.Count);
        }

        return number;
    }

    private static WordKind[] KindsOf(TextSegment[][] items, string[] words)
    {
        var kinds = Array.ConvertAll(words, word
            => TextSegments.IsNumber(word) ? WordKind.Number : StopWords.Contains(word) || word.Length == 1 ? WordKind.Stop : WordKind.Plain);
        // Twice, because a unit can have two words: fluid ounce.
        for (var pass = 0; pass < 2; pass++)
        {
            MarkUnits(items, kinds);
        }

        return kinds;
    }

    private static void MarkUnits(TextSegment[][] items, WordKind[] kinds)
    {
        var (occurrences, measured) = (new int[kinds.Length], new int[kinds.Length]);
        foreach (var words in items.SelectMany(segments => segments).Select(segment => segment.Words))
        {
            for (var place = 0; place < words.Length; place++)
            {
                occurrences[words[place]]++;
                var follows = place > 0 && kinds[words[place - 1]] is WordKind.Number or WordKind.Unit;
                var announces = place + 2 < words.Length && kinds[words[place + 1]] == WordKind.Stop && kinds[words[place + 2]] == WordKind.Number;
                measured[words[place]] += follows || announces ? 1 : 0;
            }
        }

        for (var word = 0; word < kinds.Length; word++)
        {
            if (kinds[word] == WordKind.Plain && measured[word] > 1 && measured[word] >= UnitShare * occurrences[word])
            {
                kinds[word] = WordKind.Unit;
            }
        }
    }
}
