namespace Grlm;

/// <summary>
/// What the lexical vectors see of a text: its words, and pairs of words beside each other, without regard to case. A feature is the 64-bit
/// FNV-1a hash of its letters: texts of another run or another machine have the same features.
/// </summary>
internal static class LexicalFeatures
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>Counts the features of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="counts">Feature to how often it occurs; cleared first.</param>
    public static void Count(string text, Dictionary<ulong, int> counts)
    {
        counts.Clear();
        var (word, previous) = (Offset, Offset);
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                word = (word ^ char.ToLowerInvariant(letter)) * Prime;
            }
            else
            {
                EndWord();
            }
        }

        EndWord();

        void EndWord()
        {
            if (word != Offset)
            {
                Increment(counts, word);
                if (previous != Offset)
                {
                    Increment(counts, Pair(previous, word));
                }

                (previous, word) = (word, Offset);
            }
        }
    }

    private static ulong Pair(ulong first, ulong second) => (((first ^ ' ') * Prime) ^ second) * Prime;

    private static void Increment(Dictionary<ulong, int> counts, ulong feature)
        => counts[feature] = counts.GetValueOrDefault(feature) + 1;
}
