namespace Grlm;

/// <summary>
/// Reads free text into the terms of a library: whole terms first, the longest that fits, then other forms of them, then terms that hold
/// the word, then words that differ by a slip. Immutable and safe for concurrent use.
/// </summary>
internal sealed class VocabularyReader
{
    private const int LongestTermInWords = 6;
    private const int ShortestWordWithSlip = 4;
    private const int LengthForTwoSlips = 8;

    /// <summary>Words that ask for nothing by themselves.</summary>
    private static readonly HashSet<string> _joints = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "but", "for", "in", "of", "on", "or", "some", "something", "that", "the", "this", "to", "too", "very", "with",
    };

    /// <summary>Words that ask for the opposite: what follows is not wished for.</summary>
    private static readonly HashSet<string> _negations = new(StringComparer.Ordinal) { "no", "not", "without" };

    private readonly TermLibrary _library;
    private readonly Dictionary<string, List<int>> _byForm = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byWord = new(StringComparer.Ordinal);
    private readonly int[][] _itemsOf;

    /// <param name="library">The library.</param>
    public VocabularyReader(TermLibrary library)
    {
        _library = library;
        var items = new List<int>[library.Terms.Count];
        for (var term = 0; term < items.Length; term++)
        {
            items[term] = [];
            if (Filler.Contains(library.Terms[term]))
            {
                continue;
            }

            foreach (var form in SpellingForms.Of(library.Terms[term]))
            {
                Add(_byForm, form, term);
            }

            foreach (var word in library.Terms[term].Split('-').Distinct(StringComparer.Ordinal))
            {
                Add(_byWord, word, term);
            }
        }

        for (var item = 0; item < library.ItemCount; item++)
        {
            foreach (var term in library.TermsOf(item))
            {
                items[term].Add(item);
            }
        }

        _itemsOf = Array.ConvertAll(items, list => list.ToArray());
    }

    /// <summary>Reads a text.</summary>
    public VocabularyText Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words =
            [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(piece => TermNormalForm.TryNormalize(piece, out var term) ? term.Split('-') : [])
                .Where(word => word.Length > 0)];
        List<int[]> groups = [];
        List<string> unknown = [];
        for (var place = 0; place < words.Length;)
        {
            if (_negations.Contains(words[place]))
            {
                var end = EndOfNegation(words, place);
                unknown.Add(string.Join(' ', words, place, end - place));
                place = end;
                continue;
            }

            var (terms, count) = LongestAt(words, place);
            if (terms.Count > 0)
            {
                groups.Add([.. terms]);
            }
            else if (!_joints.Contains(words[place]))
            {
                unknown.Add(words[place]);
            }

            place += count;
        }

        return new VocabularyText(text, groups, unknown);
    }

    /// <summary>Says what was understood of a text.</summary>
    public UnderstoodText Describe(VocabularyText text)
        => new(text.Text, [.. text.Groups.Select(group => (IReadOnlyList<string>)[.. group.Select(term => _library.Terms[term])])],
            text.Unknown);

    /// <summary>
    /// Returns how much of a text each item meets, where it meets any: 1 for all of it. A group counts the more, the fewer items meet it
    /// (<c>ln(1 + N / n)</c>): <c>mascara</c> says more than <c>black</c>.
    /// </summary>
    /// <param name="text">What was read.</param>
    /// <param name="terms">The term IDs of all items: those of the library, and perhaps of new ones after them.</param>
    public Dictionary<int, double> SharesOf(VocabularyText text, LiveTermLibrary terms)
    {
        HashSet<int>[] groups = [.. text.Groups.Select(group => group.SelectMany(term => _itemsOf[term]).ToHashSet())];
        var weights = Array.ConvertAll(groups, items => Math.Log(1 + ((double)_library.ItemCount / Math.Max(items.Count, 1))));
        AddNewItems(text, terms, groups);
        var (shares, whole, met) = (new Dictionary<int, double>(), weights.Sum(), new Dictionary<int, int>());
        for (var group = 0; group < groups.Length; group++)
        {
            foreach (var item in groups[group])
            {
                met[item] = met.GetValueOrDefault(item) + 1;
                shares[item] = met[item] == groups.Length ? 1 : shares.GetValueOrDefault(item) + (weights[group] / whole);
            }
        }

        return shares;
    }

    /// <summary>Adds the items that the library doesn't have, by their terms.</summary>
    private void AddNewItems(VocabularyText text, LiveTermLibrary terms, HashSet<int>[] groups)
    {
        for (var item = _library.ItemCount; item < terms.ItemCount; item++)
        {
            foreach (var term in terms.TermIdOf(item)?.Terms ?? [])
            {
                for (var group = 0; group < groups.Length && _library.TryGetTerm(term, out var number); group++)
                {
                    if (text.Groups[group].Contains(number))
                    {
                        groups[group].Add(item);
                    }
                }
            }
        }
    }

    /// <summary>Returns the terms nearest to a word, for a message; empty where none is near.</summary>
    public string SuggestionFor(string word) => Suggestion.For(word, _library.Terms);

    /// <summary>Returns where the words end that a negation takes with it: the first one that says something.</summary>
    private int EndOfNegation(string[] words, int place)
    {
        var end = place + 1;
        while (end < words.Length && _joints.Contains(words[end]))
        {
            end++;
        }

        return end < words.Length ? end + LongestAt(words, end).Words : end;
    }

    private (IReadOnlyList<int> Terms, int Words) LongestAt(string[] words, int place)
    {
        for (var count = Math.Min(LongestTermInWords, words.Length - place); count >= 1; count--)
        {
            var terms = TermsOf(string.Join('-', words, place, count));
            if (terms.Count > 0)
            {
                return (terms, count);
            }
        }

        var word = words[place];
        return _joints.Contains(word) ? ([], 1)
            : _byWord.TryGetValue(word, out var holding) ? (holding, 1)
            : (WithASlip(word), 1);
    }

    /// <summary>Returns a term as it is written, or in another form of it.</summary>
    private IReadOnlyList<int> TermsOf(string term)
    {
        if (_library.TryGetTerm(term, out var number) && !Filler.Contains(term))
        {
            return [number];
        }

        var forms = new SortedSet<int>(_byForm.GetValueOrDefault(term, []));
        foreach (var form in SpellingForms.Of(term).Where(form => !Filler.Contains(form)))
        {
            if (_library.TryGetTerm(form, out var other))
            {
                forms.Add(other);
            }
        }

        return [.. forms];
    }

    /// <summary>Returns the terms of the words that differ the least from one, by a slip or, where it is long, by two.</summary>
    private List<int> WithASlip(string word)
    {
        if (word.Length < ShortestWordWithSlip)
        {
            return [];
        }

        var allowed = word.Length >= LengthForTwoSlips ? 2 : 1;
        var nearest = _byWord.Keys
            .Where(other => Math.Abs(other.Length - word.Length) <= allowed && other.Length >= ShortestWordWithSlip)
            .Select(other => (other, distance: Suggestion.Distance(word, other)))
            .Where(pair => pair.distance <= allowed)
            .GroupBy(pair => pair.distance)
            .MinBy(group => group.Key);
        return nearest is null ? [] : [.. nearest.SelectMany(pair => _byWord[pair.other]).Distinct().Order()];
    }

    private static void Add(Dictionary<string, List<int>> index, string key, int term)
        => (index.TryGetValue(key, out var terms) ? terms : index[key] = []).Add(term);
}

/// <summary>Holds what was read of a text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Groups">For each word, or words that are one term, the numbers of all terms that it may mean.</param>
/// <param name="Unknown">Words that nothing is like.</param>
internal sealed record VocabularyText(string Text, IReadOnlyList<int[]> Groups, IReadOnlyList<string> Unknown);
