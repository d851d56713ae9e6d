namespace Grlm.Tests;

/// <summary>Neighbours by the words that items have in common, weighted by rarity: slow and simple.</summary>
internal static class TextNeighbors
{
    public static NeighborTable Of(Catalog catalog, int count = 20)
    {
        string[][] words = [.. catalog.Select(WordsOf)];
        var items = words.SelectMany(own => own).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var postings = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var item = 0; item < words.Length; item++)
        {
            foreach (var word in words[item])
            {
                (postings.TryGetValue(word, out var list) ? list : postings[word] = []).Add(item);
            }
        }

        var lengths = Array.ConvertAll(words, own => Math.Sqrt(own.Sum(word => Square(Weight(word)))));
        var neighbors = new Neighbor[words.Length][];
        Parallel.For(0, words.Length, item =>
        {
            var scores = new Dictionary<int, double>();
            foreach (var word in words[item].Where(word => words.Length < 100 || items[word] < 0.3 * words.Length))
            {
                foreach (var other in postings[word].Where(other => other != item))
                {
                    scores[other] = scores.GetValueOrDefault(other) + (Square(Weight(word)) / (lengths[item] * lengths[other]));
                }
            }

            neighbors[item] = [.. scores.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(count)
                .Select(pair => new Neighbor(pair.Key, (float)pair.Value))];
        });
        return new NeighborTable(neighbors);

        double Weight(string word) => Math.Log(1 + ((double)words.Length / items[word]));
    }

    private static double Square(double value) => value * value;

    private static string[] WordsOf(Item item)
        => [.. new[] { item.Title, item.Brand, item.Description }.Concat(item.Categories.SelectMany(path => path))
            .SelectMany(text => TextSegments.Of(text, WordCutter.Untaught)).SelectMany(words => words)
            .Where(word => !StopWords.Contains(word)).Distinct(StringComparer.Ordinal)];
}
