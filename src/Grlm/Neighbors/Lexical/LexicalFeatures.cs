namespace Grlm;

/// <summary>
/// What the lexical vectors see of a text: its words without regard to case, and the four-letter pieces of each word with a blank at both ends, which
/// bring <c>shampoo</c> and <c>shampoos</c> together. Of scripts that hide their words, which only a whole catalogue shows, it sees the syllables and
/// the pairs of them. A feature is the 64-bit FNV-1a hash of its letters: another run on another machine sees the same.
/// </summary>
internal static class LexicalFeatures
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;
    private const int PieceLength = 4;

    /// <summary>Counts the features of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="counts">Feature to how often it occurs; cleared first.</param>
    public static void Count(string text, Dictionary<ulong, int> counts)
    {
        counts.Clear();
        foreach (var (letters, writing) in WordRuns.FoldedOf(text))
        {
            if (writing.HidesWords())
            {
                CountSyllables(Syllables.Of(letters), counts);
            }
            else
            {
                CountWord($" {letters} ", counts);
            }
        }
    }

    private static void CountWord(ReadOnlySpan<char> word, Dictionary<ulong, int> counts)
    {
        Increment(counts, Hash(word));

        // A word of two letters is its own only piece, and has been counted.
        for (var place = 0; word.Length > PieceLength && place + PieceLength <= word.Length; place++)
        {
            Increment(counts, Hash(word.Slice(place, PieceLength)));
        }
    }

    private static void CountSyllables(List<string> syllables, Dictionary<ulong, int> counts)
    {
        for (var place = 0; place < syllables.Count; place++)
        {
            Increment(counts, Hash(syllables[place]));
            if (place > 0)
            {
                Increment(counts, Hash(syllables[place - 1] + syllables[place]));
            }
        }
    }

    private static ulong Hash(ReadOnlySpan<char> letters)
    {
        var hash = Offset;
        foreach (var letter in letters)
        {
            hash = (hash ^ letter) * Prime;
        }

        return hash;
    }

    private static void Increment(Dictionary<ulong, int> counts, ulong feature)
        => counts[feature] = counts.GetValueOrDefault(feature) + 1;
}
