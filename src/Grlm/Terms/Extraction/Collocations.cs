using System.Runtime.InteropServices;

namespace Grlm;

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

    /// <summary>Whether two words are a term.</summary>
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
            .Where(pair => pair.Value >= FewestItems && Strength(pair.Value, items[pair.Key.First], items[pair.Key.Second], corpus.Count) >= Threshold)
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
