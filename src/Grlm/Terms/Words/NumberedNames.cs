namespace Grlm;

/// <summary>
/// Tells names that read like an amount with its unit (<c>3M</c>, <c>7UP</c>, <c>8BitDo</c>) from amounts. A catalogue names them in its
/// brands, and begins titles with them, in capitals that follow one number alone where those of a unit follow several. Immutable.
/// </summary>
internal sealed class NumberedNames
{
    private readonly Dictionary<string, string> _spellings = new(StringComparer.Ordinal);

    /// <summary>Gets the names of nothing.</summary>
    public static NumberedNames None { get; } = new();

    /// <summary>Finds the names of a catalogue.</summary>
    public static NumberedNames In(Catalog catalog)
    {
        var (names, units) = (new NumberedNames(), UnitsIn(catalog));
        foreach (var word in catalog.SelectMany(item => WordsOf(item.Brand)))
        {
            names.Add(word);
        }

        foreach (var word in catalog.Select(item => WordsOf(item.Title).FirstOrDefault(""))
            .Where(word => word.Any(char.IsAsciiLetterUpper)))
        {
            if (TextSegments.AmountIn(word) is > 0 and var digits && !units.Contains(Unit(word[digits..])))
            {
                names.Add(word);
            }
        }

        return names;
    }

    /// <summary>Tells whether a word is a name where it stands: first in its text, or as the catalogue spells it, with capitals.</summary>
    /// <param name="word">The folded word.</param>
    /// <param name="text">The text as it is.</param>
    /// <param name="isFirst">Whether the word is the text's first.</param>
    public bool Contains(string word, string text, bool isFirst)
        => _spellings.TryGetValue(word, out var spelling)
            && (isFirst || (spelling != word && text.Contains(spelling, StringComparison.Ordinal)));

    /// <summary>Returns what follows more than one number in titles, beside it or after a space: <c>ml</c>, <c>m</c>.</summary>
    private static HashSet<string> UnitsIn(Catalog catalog)
    {
        var (numbers, units) = (new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var words in catalog.Select(item => WordsOf(item.Title)))
        {
            for (var place = 0; place < words.Length; place++)
            {
                var digits = TextSegments.AmountIn(words[place]);
                var (number, unit) = digits > 0 ? (words[place][..digits], Unit(words[place][digits..]))
                    : place > 0 && TextSegments.IsNumber(words[place - 1]) ? (words[place - 1], Unit(words[place])) : ("", "");
                if (unit.Length > 0 && !numbers.TryAdd(unit, number) && numbers[unit] != number)
                {
                    units.Add(unit);
                }
            }
        }

        return units;
    }

    private static string[] WordsOf(string text)
        => !text.AsSpan().ContainsAnyInRange('0', '9') ? []
            : [.. text.Split((char[]?)null).Select(Bare).Where(word => word.Length > 0)];

    private static string Bare(string word)
    {
        var (start, end) = (0, word.Length);
        while (start < end && !char.IsLetterOrDigit(word[start]))
        {
            start++;
        }

        while (end > start && !char.IsLetterOrDigit(word[end - 1]))
        {
            end--;
        }

        return word[start..end];
    }

    // Shops write litres and volts in either case; metres, with a small letter.
    private static string Unit(string letters) => letters == "M" ? letters : Folded(letters);

    private static string Folded(string word) => FoldedText.ForWords(word);

    private void Add(string word)
    {
        // Of several spellings the first with capitals: only that can be told from an amount in the midst of a text.
        var folded = Folded(word);
        if (TextSegments.AmountIn(folded) > 0 && _spellings.GetValueOrDefault(folded, folded) == folded)
        {
            _spellings[folded] = word;
        }
    }
}
