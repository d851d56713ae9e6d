namespace Grlm;

/// <summary>
/// The words of an item's metadata that could tell it from another one, best first: words and amounts of the title (model, size, colour, count),
/// its bare numbers, brand, categories, description, and at last words that name no trait.
/// </summary>
internal static class DiscriminatingTokens
{
    /// <summary>The tokens in normal form, each once.</summary>
    public static IReadOnlyList<string> Of(Item item)
    {
        var (tokens, numbers, rest) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var words in TextSegments.Of(item.Title))
        {
            AddTitle(words, tokens, numbers, rest);
        }

        var others = item.Categories.SelectMany(path => path).Prepend(item.Brand).Append(PlainText.Of(item.Description));
        foreach (var word in others.SelectMany(TextSegments.Of).SelectMany(words => words))
        {
            (StopWords.Contains(word) || TextSegments.IsNumber(word) ? rest : numbers).Add(word);
        }

        return [.. tokens.Concat(numbers).Concat(rest).SelectMany(Normalized).Distinct(StringComparer.Ordinal)];
    }

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
            if (place + 1 < words.Length && !StopWords.Contains(words[place + 1]) && !TextSegments.IsNumber(words[place + 1]))
            {
                tokens.Add($"{words[place]}-{words[place + 1]}");
            }
        }
    }

    private static IEnumerable<string> Normalized(string token)
        => TermNormalForm.TryNormalize(token, out var term) ? [term] : [];
}
