using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>Finds the terms in one item's texts: its words, the phrases that are collocations or category nodes, and its brand.</summary>
internal sealed class CandidateFinder(ExtractionCorpus corpus, Collocations collocations)
{
    private const int LongestPhrase = 3;

    private readonly Dictionary<string, CandidateFlags> _flags = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private int[] _brandWords = [];
    private string _brand = "";

    /// <summary>
    /// Tells whether a segment of the title has said what the thing is: the first one with more than the brand in it does.
    /// </summary>
    private bool _isNamed;

    /// <summary>Returns the terms in the order of their first occurrence.</summary>
    /// <param name="brand">The item's brand.</param>
    /// <param name="segments">The item's texts.</param>
    public IEnumerable<(string Text, CandidateFlags Flags)> Find(string brand, ReadOnlySpan<TextSegment> segments)
    {
        _ = TermNormalForm.TryNormalize(brand, out _brand);
        foreach (var segment in segments)
        {
            if (segment.Field == TextField.Brand && _brandWords.Length == 0)
            {
                _brandWords = [.. segment.Words.Where(IsPlain)];
            }
        }

        foreach (var segment in segments)
        {
            if (segment.Field != TextField.Brand)
            {
                AddSegment(segment);
            }
        }

        if (_brand.Length > 0)
        {
            Add(_brand, CandidateFlags.Brand);
        }

        return _order.Select(text => (text, _flags[text]));
    }

    private static CandidateFlags FlagOf(TextField field) => field switch
    {
        TextField.Title => CandidateFlags.Title,
        TextField.Category => CandidateFlags.Category,
        TextField.CategoryLeaf => CandidateFlags.CategoryLeaf,
        _ => CandidateFlags.Description,
    };

    private bool IsPlain(int word) => corpus.KindOf(word) == WordKind.Plain;

    private void AddSegment(TextSegment segment)
    {
        var words = segment.Words;
        var flags = FlagOf(segment.Field);
        var named = segment.Field is TextField.Category or TextField.CategoryLeaf || (segment.Field == TextField.Title && !_isNamed);
        var inPhrase = -1;
        for (var start = 0; start < words.Length; start++)
        {
            if (IsPlain(words[start]))
            {
                var brandEnd = segment.Field is TextField.Title or TextField.Description ? BrandEnd(words, start) : start;
                if (brandEnd > start)
                {
                    Add(_brand, flags | CandidateFlags.Brand);
                    start = brandEnd - 1;
                    continue;
                }

                _isNamed |= segment.Field == TextField.Title;
                var end = AddFrom(segment, start, flags, named, start <= inPhrase);
                inPhrase = Math.Max(inPhrase, end);
            }
            else if (StopWords.IsPreposition(corpus.Word(words[start])))
            {
                named = false;
                flags = corpus.Word(words[start]) is "for" ? flags | CandidateFlags.Purpose : flags & ~CandidateFlags.Purpose;
            }
        }
    }

    /// <summary>Returns where the brand's name ends that begins at a place; the place itself where none does.</summary>
    private int BrandEnd(int[] words, int start)
    {
        var (place, found) = (start, 0);
        while (place < words.Length && found < _brandWords.Length && words[place] == _brandWords[found])
        {
            found++;
            place++;
            while (found < _brandWords.Length && place < words.Length && corpus.KindOf(words[place]) == WordKind.Stop)
            {
                place++;
            }
        }

        return found > 0 && (found == _brandWords.Length || found > 1) ? place : start;
    }

    /// <summary>Adds the word at a place and the phrases that begin with it.</summary>
    /// <returns>The place of the last word of the longest phrase; -1 where there is none.</returns>
    private int AddFrom(TextSegment segment, int start, CandidateFlags flags, bool named, bool inPhrase)
    {
        var words = segment.Words;
        var isNode = segment.Field is TextField.Category or TextField.CategoryLeaf;
        var (text, last, phrases) = ("", -1, new List<(string, CandidateFlags)>());
        for (var end = start; end < Math.Min(words.Length, start + LongestPhrase) && IsPlain(words[end]); end++)
        {
            if (end > start && !isNode && !collocations.Contains(words[end - 1], words[end]))
            {
                break;
            }

            text = end == start ? corpus.Word(words[end]) : TermWords.Join(text, corpus.Word(words[end]));
            var isLast = end + 1 == words.Length || !IsPlain(words[end + 1]);
            var isHead = isLast || !WritingSystems.IsLatin(corpus.Word(words[end]));
            var isTerm = end == start || collocations.Contains(words[end - 1], words[end])
                || (isLast && (start == 0 || !IsPlain(words[start - 1])));
            if (isTerm)
            {
                phrases.Add((text, flags | (isHead && named ? CandidateFlags.Head : CandidateFlags.None)));
                last = end > start ? end : last;
            }
        }

        for (var length = 0; length < phrases.Count; length++)
        {
            var (phrase, phraseFlags) = phrases[length];
            Add(phrase, length == 0 && (inPhrase || phrases.Count > 1) ? phraseFlags | CandidateFlags.Bound : phraseFlags);
        }

        return last;
    }

    private void Add(string text, CandidateFlags flags)
    {
        if (!TermNormalForm.TryNormalize(text, out var term))
        {
            return;
        }

        if (!_flags.TryGetValue(term, out var before))
        {
            _order.Add(term);
            before = flags & CandidateFlags.Bound;
        }

        // Bound only if every occurrence is.
        _flags[term] = ((before | flags) & ~CandidateFlags.Bound) | (before & flags & CandidateFlags.Bound);
    }
}

/// <summary>
/// Pairs of words that stand side by side so often that they are one term: <c>nail polish</c>. The measure is normalised pointwise mutual
/// information over items (Bouma 2009): 1 where neither word occurs without the other, 0 where they meet by chance.
/// </summary>
internal sealed class Collocations
{
    private const int FewestItems = 3;
    private const double Threshold = 0.35;

    private readonly Dictionary<(int First, int Second), int> _pairs;

    private Collocations(Dictionary<(int First, int Second), int> pairs) => _pairs = pairs;

    /// <summary>Tells whether two words are a term.</summary>
    public bool Contains(int first, int second) => _pairs.ContainsKey((first, second));

    /// <summary>Finds the collocations of titles and descriptions; what category nodes say needs no finding.</summary>
    public static Collocations Find(ExtractionCorpus corpus)
    {
        var items = new int[corpus.WordCount];
        var pairs = new Dictionary<(int First, int Second), int>();
        var (seenWords, seenPairs) = (new HashSet<int>(), new HashSet<(int, int)>());
        for (var item = 0; item < corpus.Count; item++)
        {
            seenWords.Clear();
            seenPairs.Clear();
            foreach (var segment in corpus[item])
            {
                if (segment.Field is TextField.Title or TextField.Description)
                {
                    Count(corpus, segment.Words, items, pairs, seenWords, seenPairs);
                }
            }
        }

        return new Collocations(pairs
            .Where(
                pair => pair.Value >= FewestItems
                    && Strength(pair.Value, items[pair.Key.First], items[pair.Key.Second], corpus.Count) >= Threshold)
            .ToDictionary());
    }

    private static void Count(
        ExtractionCorpus corpus,
        int[] words,
        int[] items,
        Dictionary<(int First, int Second), int> pairs,
        HashSet<int> seenWords,
        HashSet<(int First, int Second)> seenPairs)
    {
        for (var place = 0; place < words.Length; place++)
        {
            if (corpus.KindOf(words[place]) != WordKind.Plain)
            {
                continue;
            }

            items[words[place]] += seenWords.Add(words[place]) ? 1 : 0;
            if (place + 1 < words.Length && words[place] != words[place + 1] && corpus.KindOf(words[place + 1]) == WordKind.Plain
                && seenPairs.Add((words[place], words[place + 1])))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(pairs, (words[place], words[place + 1]), out _)++;
            }
        }
    }

    private static double Strength(int both, int first, int second, int count)
        => both >= count ? 1 : Math.Log((double)both * count / ((double)first * second)) / -Math.Log((double)both / count);
}
