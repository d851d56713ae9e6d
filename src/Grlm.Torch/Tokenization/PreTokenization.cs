namespace Grlm.Torch;

/// <summary>Cuts a text into the words inside which merges happen. Safe to share between threads.</summary>
/// <param name="Steps">The cuts before the byte-level step, in order.</param>
/// <param name="AddPrefixSpace">Whether a piece that does not begin with a space gets one before it is cut into words.</param>
/// <param name="WordSplit">The byte-level step's own cut; null where it makes none.</param>
internal sealed record PreTokenization(IReadOnlyList<PreTokenizer> Steps, bool AddPrefixSpace, PreTokenizer? WordSplit)
{
    /// <summary>Calls <paramref name="take"/> with every word, in order.</summary>
    public void ForEachWord(string text, WordAction take)
    {
        var runes = new RuneText(text);
        List<TextPiece> pieces = [new TextPiece(0, runes.Units.Length)];
        foreach (var step in Steps)
        {
            pieces = Cut(runes, pieces, step);
        }

        if (AddPrefixSpace)
        {
            TakeWithPrefixSpace(runes, pieces, take);
        }
        else
        {
            TakeWords(runes, pieces, take);
        }
    }

    private void TakeWithPrefixSpace(RuneText runes, List<TextPiece> pieces, WordAction take)
    {
        foreach (var piece in pieces.Where(piece => piece.Length > 0))
        {
            var slice = runes.Slice(piece.Start, piece.Length);
            var prefixed = new RuneText(slice[0] == ' ' ? slice.ToString() : $" {slice}");
            TakeWords(prefixed, [new TextPiece(0, prefixed.Units.Length)], take);
        }
    }

    private void TakeWords(RuneText runes, List<TextPiece> pieces, WordAction take)
    {
        foreach (var word in WordSplit is null ? pieces : Cut(runes, pieces, WordSplit))
        {
            if (word.Length > 0)
            {
                take(runes.Slice(word.Start, word.Length));
            }
        }
    }

    private static List<TextPiece> Cut(RuneText runes, List<TextPiece> pieces, PreTokenizer step)
    {
        var cut = new List<TextPiece>(pieces.Count);
        foreach (var piece in pieces)
        {
            if (piece.Length > 0)
            {
                step.Split(runes.Units, piece, cut);
            }
        }

        return cut;
    }

    /// <summary>Takes one word.</summary>
    public delegate void WordAction(ReadOnlySpan<char> word);
}
