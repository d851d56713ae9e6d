namespace Grlm;

/// <summary>
/// What the lexical vectors see of a text: its words without regard to case, and the four-letter pieces of each word with a blank at both ends, which
/// bring <c>shampoo</c> and <c>shampoos</c> together. A feature is the 64-bit FNV-1a hash of its letters: another run on another machine sees the same.
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
        var lower = $" {text.ToLowerInvariant()} ".ToCharArray();
        var start = 1;
        for (var place = 1; place < lower.Length; place++)
        {
            if (char.IsLetterOrDigit(lower[place]) || char.IsSurrogate(lower[place]))
            {
                continue;
            }

            if (place > start)
            {
                (lower[start - 1], lower[place]) = (' ', ' ');
                CountWord(lower.AsSpan(start - 1, place - start + 2), counts);
            }

            start = place + 1;
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
