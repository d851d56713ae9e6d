namespace Grlm;

/// <summary>
/// Finds terms of a library among other words. Where a script has no spaces the library itself says where terms are: any syllables in a row
/// may be one.
/// </summary>
internal sealed class KnownTerms(TermLibrary library)
{
    private const int LongestTerm = 6, MostWords = 64; // words
    private const int MostPieces = 16, MostOfText = 128; // syllables in a term, pieces of a text

    /// <summary>Returns the longest term of the library among the words of a text; null where there is none.</summary>
    /// <param name="text">What is no term as a whole: <c>Sure, a hair mask</c>.</param>
    /// <param name="fromEnd">Whether of equally long ones the last is taken, else the first.</param>
    public string? Within(string text, bool fromEnd)
    {
        var pieces = PiecesOf(text, fromEnd);
        if (pieces.Count < 2)
        {
            return null;
        }

        for (var length = Math.Min(MostPieces, pieces.Count); length > 0; length--)
        {
            var starts = Enumerable.Range(0, pieces.Count - length + 1);
            var found = (fromEnd ? starts.Reverse() : starts).Select(start => TermAt(pieces, start, length))
                .FirstOrDefault(term => term is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Returns the terms of the library that stand in a text one after the other, each as long as can be.</summary>
    public List<string> Among(string text)
    {
        var pieces = PiecesOf(text, fromEnd: false);
        var terms = new List<string>();
        for (var start = 0; start < pieces.Count && terms.Count < library.Length; start++)
        {
            for (var length = Math.Min(MostPieces, pieces.Count - start); length > 0; length--)
            {
                if (TermAt(pieces, start, length) is { } term)
                {
                    terms.Add(term);
                    start += length - 1;
                    break;
                }
            }
        }

        return terms;
    }

    /// <summary>Returns the first or last words of a text, those of scripts without spaces by syllables.</summary>
    private static List<Piece> PiecesOf(string text, bool fromEnd)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var pieces = (fromEnd ? words.TakeLast(MostWords) : words.Take(MostWords)).SelectMany(PiecesOf).ToList();
        return fromEnd ? pieces[Math.Max(0, pieces.Count - MostOfText)..] : pieces[..Math.Min(MostOfText, pieces.Count)];
    }

    private static IEnumerable<Piece> PiecesOf(string word)
        => (WordRuns.HidesAny(word) ? TermWords.SyllablesOf(FoldedText.Of(word)) : [word]).Select(
            (piece, place) => new Piece(piece, place > 0));

    private string? TermAt(List<Piece> pieces, int start, int length)
    {
        var slice = pieces.GetRange(start, length);
        var isTerm = slice.Count(piece => !piece.IsGlued) <= LongestTerm
            & TermNormalForm.TryNormalize(
                string.Concat(slice.Select((piece, place) => piece.IsGlued || place == 0 ? piece.Text : $" {piece.Text}")), out var term);
        return isTerm && library.TryGetTerm(term, out _) ? term : null;
    }

    /// <summary>Describes a word, or a syllable of one.</summary>
    /// <param name="Text">The letters.</param>
    /// <param name="IsGlued">Whether no space stands before it.</param>
    private readonly record struct Piece(string Text, bool IsGlued);
}
