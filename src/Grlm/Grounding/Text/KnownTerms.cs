namespace Grlm;

/// <summary>Finds terms of a library among other words.</summary>
internal sealed class KnownTerms(TermLibrary library)
{
    private const int LongestTerm = 6, MostWords = 64; // words

    /// <summary>The longest term of the library among the words of a text; null where there is none.</summary>
    /// <param name="text">What is no term as a whole: <c>Sure, a hair mask</c>.</param>
    /// <param name="fromEnd">Whether of equally long ones the last is taken, else the first.</param>
    public string? Within(string text, bool fromEnd)
    {
        var words = WordsOf(text);
        words = fromEnd ? [.. words.TakeLast(MostWords)] : [.. words.Take(MostWords)];
        if (words.Length < 2)
        {
            return null;
        }

        for (var length = Math.Min(LongestTerm, words.Length); length > 0; length--)
        {
            var starts = Enumerable.Range(0, words.Length - length + 1);
            var found = (fromEnd ? starts.Reverse() : starts).Select(start => TermAt(words, start, length)).FirstOrDefault(term => term is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The terms of the library that stand in a text one after the other, each as long as can be.</summary>
    public List<string> Among(string text)
    {
        var words = WordsOf(text);
        var terms = new List<string>();
        for (var start = 0; start < Math.Min(words.Length, MostWords) && terms.Count < library.Length; start++)
        {
            for (var length = Math.Min(LongestTerm, words.Length - start); length > 0; length--)
            {
                if (TermAt(words, start, length) is { } term)
                {
                    terms.Add(term);
                    start += length - 1;
                    break;
                }
            }
        }

        return terms;
    }

    private static string[] WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string? TermAt(string[] words, int start, int length)
        => TermNormalForm.TryNormalize(string.Join(' ', words.AsSpan(start, length)!), out var term) && library.TryGetTerm(term, out _) ? term : null;
}
