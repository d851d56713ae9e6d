using System.Collections.Frozen;

namespace Grlm;

/// <summary>Holds the texts of a catalogue as segments of numbered words, forms of one word under one number. Immutable.</summary>
internal sealed class ExtractionCorpus
{
    /// <summary>Of a unit's occurrences, the share that must follow a number: <c>oz</c>, <c>pack</c>.</summary>
    private const double UnitShare = 0.5;

    private readonly TextSegment[][] _items;
    private readonly string[] _words;
    private readonly WordKind[] _kinds;

    private ExtractionCorpus(TextSegment[][] items, string[] words, WordCutter cutter)
        => (_items, _words, _kinds, Cutter) = (items, words, KindsOf(items, words), cutter);

    /// <summary>Gets what the texts were cut with.</summary>
    public WordCutter Cutter { get; }

    /// <summary>Number of distinct words.</summary>
    public int WordCount => _words.Length;

    /// <summary>Number of items.</summary>
    public int Count => _items.Length;

    /// <summary>Gets the texts of one item.</summary>
    public ReadOnlySpan<TextSegment> this[int item] => _items[item];

    /// <summary>Returns a word by its number.</summary>
    public string Word(int word) => _words[word];

    /// <summary>Returns what kind of word it is.</summary>
    public WordKind KindOf(int word) => _kinds[word];

    /// <summary>Reads the texts of a catalogue.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="neighbors">The nearest items of each: they show which forms are of one word.</param>
    public static ExtractionCorpus Read(Catalog catalog, NeighborTable neighbors)
    {
        var cutter = WordCutter.Fit(catalog);
        var texts = new (TextField Field, string[] Words)[catalog.Count][];
        Parallel.For(0, catalog.Count, item => texts[item] = [.. SegmentsOf(catalog[item], cutter)]);
        var variants = VariantGroups.Find(ItemsByWord(texts), neighbors);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = Array.ConvertAll(texts, segments => Array.ConvertAll(segments, segment
            => new TextSegment(segment.Field,
                Array.ConvertAll(segment.Words, word => NumberOf(variants.GetValueOrDefault(word, word), numbers)))));
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
            => TextSegments.IsNumber(word)
                ? WordKind.Number : StopWords.Contains(word) || word.Length == 1 ? WordKind.Stop : WordKind.Plain);
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
                var announces = place + 2 < words.Length && kinds[words[place + 1]] == WordKind.Stop
                    && kinds[words[place + 2]] == WordKind.Number;
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

/// <summary>Says what a word can be used for.</summary>
internal enum WordKind
{
    /// <summary>Term, alone or in a phrase.</summary>
    Plain,

    /// <summary>Nothing: it names no trait.</summary>
    Stop,

    /// <summary>Amount.</summary>
    Number,

    /// <summary>Unit that amounts are counted in.</summary>
    Unit,
}

/// <summary>Says where in an item's metadata words stand.</summary>
internal enum TextField
{
    /// <summary>Title.</summary>
    Title,

    /// <summary>Brand.</summary>
    Brand,

    /// <summary>Node of a category path that is not its last.</summary>
    Category,

    /// <summary>Last node of a category path.</summary>
    CategoryLeaf,

    /// <summary>Description.</summary>
    Description,
}

/// <summary>
/// Lists words that name no trait of anything: English function words, words of praise and sale, and function words of languages that are
/// not written in Latin letters. What a catalogue is about plays no part.
/// </summary>
internal static class StopWords
{
    private const string Function =
        """
        a about above across after again against all along also although am among an and any are around as at away be because been before
        behind being below between both but by can cannot could did do does doing done down during each either else etc even ever every
        few for from further get gets give gives go goes had has have having he her here hers herself him himself his how i if in into is
        it its itself just keep keeps least less let like ll made make makes making many may me might mine more most much must my myself
        near need needs no nor not now of off often on once one only onto or other others our ours ourselves out over own per please put
        rather re s same several shall she should so some such t than that the their theirs them themselves then there these they this
        those though through to too toward under until up upon us use used uses using ve very via was we well were what when where whether
        which while who whom whose why will with within without would yet you your yours yourself n w d m
        """;

    private const string Praise =
        """
        amazing authentic available awesome best better brand-new choice deal deluxe exclusive favorite favourite free genuine good great
        guarantee guaranteed high ideal includes include included including nice official perfect premium quality sale satisfaction super
        top value wonderful
        """;

    /// <summary>Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese, Arabic, Hebrew, Hindi, Russian and Greek.</summary>
    private const string Foreign =
        """
        正品 包邮 官方 旗舰店 正版 付き 対応 を取れる 위한 및 위해 정품 무료배송 และ สำหรับ สําหรับ ของ ที่ ใน กับ พร้อม แบบ ของแท้ ສຳລັບ ສໍາລັບ ແລະ ຂອງ พร้อมส่ง
        សម្រាប់ និង من في على إلى مع بدون أو عن هذا هذه غير عدد של עם על את או ללא בלי זה זו के का की को से में और या लिए साथ पर एक यह है
        वाला वाली वाले и в на с со для из от до по под при или не без у к за это как а о το η ο οι τα του της των τον την για με και σε
        από στο στη στην στον ή χωρίς
        """;

    /// <summary>Function words after which a title no longer says what the thing is: <c>brush with case</c>.</summary>
    private static readonly FrozenSet<string> _prepositions =
        new[] { "for", "with", "from", "by", "of", "in", "on", "to", "without", "includes", "including",
            "w" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> _all = $"{Function}\n{Praise}\n{Foreign}"
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Tells whether a word is one of them.</summary>
    public static bool Contains(string word) => _all.Contains(word);

    /// <summary>Tells whether what follows the word qualifies what stands before it.</summary>
    public static bool IsPreposition(string word) => _prepositions.Contains(word);
}
