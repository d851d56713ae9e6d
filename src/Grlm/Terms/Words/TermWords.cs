using System.Globalization;

namespace Grlm;

/// <summary>Finds the words that a term consists of: joined by hyphens, or by nothing where their script has no spaces.</summary>
internal static class TermWords
{
    /// <summary>Puts a word behind a term.</summary>
    public static string Join(string term, string word) => WritingSystems.AreGlued(term, word) ? term + word : $"{term}-{word}";

    /// <summary>Returns the words of a term.</summary>
    public static string[] Of(string term, WordCutter cutter)
        => [.. term.Split('-').SelectMany(part => WordRuns.HidesAny(part) ? PartsOf(part, cutter.Cut) : [part])];

    /// <summary>
    /// Returns a folded text cut wherever a word could begin: before each syllable of a script that hides its words, and where another
    /// script begins.
    /// </summary>
    public static IEnumerable<string> SyllablesOf(string text) => PartsOf(text, (run, _) => Syllables.Of(run));

    private static IEnumerable<string> PartsOf(string text, Func<string, WritingSystem, IEnumerable<string>> cut)
    {
        var place = 0;
        foreach (var run in WordRuns.In(text).Where(run => run.Writing.HidesWords()))
        {
            if (run.Start > place)
            {
                yield return text[place..run.Start];
            }

            foreach (var word in cut(run.In(text), run.Writing))
            {
                yield return word;
            }

            place = run.End;
        }

        if (place < text.Length)
        {
            yield return text[place..];
        }
    }
}

/// <summary>
/// Cuts letters of a script that hides its words into the smallest pieces that a word can be made of: grapheme clusters, and clusters
/// together where the spelling says that a word neither begins nor ends between them (a vowel written before or behind its consonant, a
/// final consonant, a small kana).
/// </summary>
internal static class Syllables
{
    private const char Coeng = '\u17D2', Bantoc = '\u17CB', Virama = '\u1039', Asat = '\u103A', DotBelow = '\u1037';

    /// <summary>Vowels that are written before the consonant they follow in speech.</summary>
    private const string Leading = "เแโใไເແໂໃໄ";

    /// <summary>Holds what begins no word: vowels behind consonants, signs of repetition, small kana, the closing n.</summary>
    private const string Following = "ะาๅๆฯະາໆຯຽ々ゝゞヽヾーぁぃぅぇぉっゃゅょゎんァィゥェォッャュョヮンヵヶ";

    /// <summary>Kana that end no word.</summary>
    private const string Opening = "っッ";

    /// <summary>Vowels that a consonant always follows.</summary>
    private const string Closed = "\u0E31\u0E37\u0E47\u0EB1\u0EBB";

    private const string Tones = "\u0E48\u0E49\u0E4A\u0E4B\u0EC8\u0EC9\u0ECA\u0ECB";

    /// <summary>Returns the pieces, in order.</summary>
    /// <param name="run">Letters of one script.</param>
    public static List<string> Of(string run)
    {
        var (pieces, start) = (new List<string>(), 0);
        for (var (place, end) = (0, 0); place < run.Length; place = end)
        {
            end = place + StringInfo.GetNextTextElementLength(run, place);
            if (place > start && !IsOneWith(run.AsSpan(start, place - start), run.AsSpan(place, end - place)))
            {
                pieces.Add(run[start..place]);
                start = place;
            }
        }

        pieces.Add(run[start..]);
        return pieces;
    }

    private static bool IsOneWith(ReadOnlySpan<char> before, ReadOnlySpan<char> cluster)
    {
        var (last, first) = (before[^1], cluster[0]);
        return Following.Contains(first, StringComparison.Ordinal)
            || IsMark(first)
            || Leading.Contains(last, StringComparison.Ordinal)
            || Opening.Contains(last, StringComparison.Ordinal)
            || last is Coeng or Virama
            || cluster.ContainsAny(Asat, Virama, Bantoc)
            || (cluster.Length > 1 && cluster[1] == DotBelow && cluster.Contains(Asat))
            || (IsConsonant(first) && NeedsConsonant(before, first));
    }

    private static bool IsMark(char letter)
        => char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsConsonant(char letter)
        => !Leading.Contains(letter, StringComparison.Ordinal) && letter is >= 'ก' and <= 'ฮ' or >= 'ກ' and <= 'ຮ' or 'ໜ' or 'ໝ';

    private static bool NeedsConsonant(ReadOnlySpan<char> syllable, char consonant)
    {
        Span<char> vowels = stackalloc char[Math.Min(syllable.Length, 8)];
        var count = 0;
        foreach (var letter in syllable[^vowels.Length..])
        {
            vowels[count] = letter;
            count += Tones.Contains(letter, StringComparison.Ordinal) ? 0 : 1;
        }

        var isBare = count == 1 && syllable.Length == 2; // a consonant with its tone and no vowel
        var isDiphthong = count > 2 && vowels[0] == 'เ' && vowels[count - 1] == '\u0E35' && consonant == 'ย';
        return isBare || isDiphthong || (count > 0 && Closed.Contains(vowels[count - 1], StringComparison.Ordinal));
    }
}
