namespace Grlm;

/// <summary>
/// The words of an item's metadata that could tell it from another one, best first: words and amounts of the title (model, size, colour, count),
/// its bare numbers, brand, categories, description, and at last words that name no trait.
/// </summary>
internal static class DiscriminatingTokens
{
    /// <summary>Longer numbers are no amounts but the shop's own.</summary>
    private const int LongestAmount = 5;

    /// <summary>The tokens in normal form, each once.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cutter">Cuts its texts into words.</param>
    public static IReadOnlyList<string> Of(Item item, WordCutter cutter)
    {
        var (tokens, numbers, rest) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var words in TextSegments.Of(item.Title, cutter))
        {
            AddTitle(words, tokens, numbers, rest);
        }

        var others = item.Categories.SelectMany(path => path).Prepend(item.Brand).Append(PlainText.Of(item.Description));
        foreach (var word in others.SelectMany(text => TextSegments.Of(text, cutter)).SelectMany(words => words))
        {
            (StopWords.Contains(word) || TextSegments.IsNumber(word) ? rest : numbers).Add(word);
        }

        return [.. tokens.Concat(numbers).Concat(rest).SelectMany(Normalized).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What a title of few words has besides them: its amounts, its words two by two (but for a title of two), its
    /// single letters.</summary>
    /// <param name="title">The title.</param>
    /// <param name="cutter">Cuts it into words.</param>
    public static IEnumerable<string> RestOf(string title, WordCutter cutter)
    {
        var segments = TextSegments.Of(title, cutter);
        var places = segments.SelectMany(words => Enumerable.Range(0, words.Length).Select(place => (words, place)));
        var amounts = places.Where(at => at.words[at.place].Length <= LongestAmount).Select(at => AmountAt(at.words, at.place)).OfType<string>();
        var pairs = places.Where(at => segments.Sum(words => words.Length) > 2 && at.place > 0 && IsWord(at.words[at.place - 1]) && IsWord(at.words[at.place]))
            .Select(at => TermWords.Join(at.words[at.place - 1], at.words[at.place]));
        var letters = segments.SelectMany(words => words).Where(word => word.Length == 1 && !TextSegments.IsNumber(word));
        return amounts.Concat(pairs).Concat(letters).SelectMany(Normalized);
    }

    private static bool IsWord(string word) => word.Length > 1 && !StopWords.Contains(word) && !TextSegments.IsNumber(word);

    private static void AddTitle(string[] words, List<string> tokens, List<string> numbers, List<string> rest)
    {
        for (var place = 0; place < words.Length; place++)
        {
            if (!TextSegments.IsNumber(words[place]))
            {
                (StopWords.Contains(words[place]) ? rest : tokens).Add(words[place]);
                continue;
            }

            numbers.Add(words[place]);
            if (AmountAt(words, place) is { } amount)
            {
                tokens.Add(amount);
            }
        }
    }

    private static string? AmountAt(string[] words, int place)
        => TextSegments.IsNumber(words[place]) && place + 1 < words.Length && !StopWords.Contains(words[place + 1]) && !TextSegments.IsNumber(words[place + 1])
            ? $"{words[place]}-{words[place + 1]}"
            : null;

    private static IEnumerable<string> Normalized(string token)
        => TermNormalForm.TryNormalize(token, out var term) ? [term] : [];
}
