using System.Text;

namespace Grlm.Serving;

/// <summary>
/// Finds items by the words of their texts and terms: BM25 (Robertson and Zaragoza, Foundations and Trends in Information Retrieval 2009)
/// over fields of different weight. Items can be added and replaced while it is searched. Safe for concurrent use.
/// </summary>
internal sealed class ItemTextIndex : IDisposable
{
    private const double TermSaturation = 1.2, LengthShare = 0.75;

    // What an item is called tells more of it than what is said about it.
    private const float TitleWeight = 3, TermWeight = 3, NameWeight = 2, TextWeight = 1;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, List<Posting>> _postings = new(StringComparer.Ordinal);
    private readonly List<(int Item, float Length)> _documents = [];
    private readonly Dictionary<int, int> _documentOf = [];
    private double _length;

    /// <summary>Adds an item, or replaces what was said of it.</summary>
    public void Set(int item, Item content, IReadOnlyList<string> terms)
    {
        var words = WeightsOf(content, terms);
        var length = words.Values.Sum();
        _lock.EnterWriteLock();
        try
        {
            Forget(item);
            var document = _documents.Count;
            _documents.Add((item, length));
            _documentOf[item] = document;
            _length += length;
            foreach (var (word, weight) in words)
            {
                if (!_postings.TryGetValue(word, out var list))
                    _postings[word] = list = [];
                list.Add(new Posting(document, weight));
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Takes an item out.</summary>
    public void Remove(int item)
    {
        _lock.EnterWriteLock();
        try
        {
            Forget(item);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Returns the items that a text fits best.</summary>
    public IReadOnlyList<StructuralMatch> Find(string text, int count, Predicate<int> isAllowed)
        => Find(WordsOf(text).Distinct(StringComparer.Ordinal).Select(word => KeyValuePair.Create(word, 1f)), count, isAllowed);

    /// <summary>Returns the items whose texts are most like those of an item.</summary>
    public IReadOnlyList<StructuralMatch> FindLike(Item content, int count, Predicate<int> isAllowed)
        => Find(WeightsOf(content, []), count, isAllowed);

    /// <summary>Returns the words of an item's texts.</summary>
    public static IEnumerable<string> WordsOf(Item item) => WeightsOf(item, []).Keys;

    public void Dispose() => _lock.Dispose();

    private List<StructuralMatch> Find(IEnumerable<KeyValuePair<string, float>> words, int count, Predicate<int> isAllowed)
    {
        var scores = new Dictionary<int, double>();
        _lock.EnterReadLock();
        try
        {
            var (items, average) = (_documentOf.Count, _length / Math.Max(1, _documentOf.Count));
            foreach (var (word, weight) in words)
            {
                if (!_postings.TryGetValue(word, out var list))
                    continue;
                var rarity = Math.Log(1 + ((items - Math.Min(list.Count, items) + 0.5) / (list.Count + 0.5)));
                foreach (var posting in list)
                {
                    var (item, length) = _documents[posting.Document];
                    if (_documentOf.GetValueOrDefault(item, -1) != posting.Document || !isAllowed(item))
                        continue;
                    var norm = TermSaturation * (1 - LengthShare + (LengthShare * length / average));
                    scores[item] = scores.GetValueOrDefault(item)
                        + (weight * rarity * posting.Weight * (TermSaturation + 1) / (posting.Weight + norm));
                }
            }
        }
        finally
        {
            _lock.ExitReadLock();
        }

        return
        [
            .. scores.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(count)
                .Select(pair => new StructuralMatch(pair.Key, pair.Value)),
        ];
    }

    /// <summary>Forgets an item. Its postings stay in the lists, and are passed over.</summary>
    private void Forget(int item)
    {
        if (_documentOf.Remove(item, out var document))
            _length -= _documents[document].Length;
    }

    private static Dictionary<string, float> WeightsOf(Item item, IReadOnlyList<string> terms)
    {
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        Add(item.Title, TitleWeight);
        Add(string.Join(' ', terms), TermWeight);
        Add(item.Brand, NameWeight);
        Add(string.Join(' ', item.Categories.SelectMany(path => path).Distinct(StringComparer.Ordinal)), NameWeight);
        Add(item.Description, TextWeight);
        foreach (var attribute in item.Attributes.Values.Where(value => value.Number is null))
            Add(string.Join(' ', attribute.Texts()), TextWeight);
        return weights;

        void Add(string text, float weight)
        {
            foreach (var word in WordsOf(text))
                weights[word] = weights.GetValueOrDefault(word) + weight;
        }
    }

    /// <summary>
    /// Cuts a text at what is neither letter nor digit; where words are not told apart by spaces, every two letters are one.
    /// </summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        var word = new StringBuilder();
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value >= 0x2E80 && Rune.IsLetter(rune))
            {
                if (before is { } first)
                    yield return $"{first}{rune}";
                before = rune;
                continue;
            }

            before = null;
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private readonly record struct Posting(int Document, float Weight);
}
