namespace Grlm.LanguageModels;

/// <summary>Cuts a text into the words that the model makes ids of. Safe to share between threads.</summary>
/// <param name="Steps">The cuts before the last step, in order.</param>
/// <param name="Rewrite">
/// How the last step writes a piece, before it cuts: given the piece and whether the whole text begins with it. Null where it stays as it is.
/// </param>
/// <param name="WordSplit">The last step's own cut; null where it makes none.</param>
internal sealed record PreTokenization(IReadOnlyList<PreTokenizer> Steps, Func<string, bool, string>? Rewrite, PreTokenizer? WordSplit)
{
    /// <summary>Whether the model takes words as bytes.</summary>
    public bool IsByteLevel { get; init; }

    /// <summary>Calls <paramref name="take"/> with every word, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="take">Takes them.</param>
    /// <param name="isFirst">Whether the whole text begins here (default: yes), rather than behind an added token.</param>
    public void ForEachWord(string text, WordAction take, bool isFirst = true)
    {
        var runes = new RuneText(text);
        List<TextPiece> pieces = [new TextPiece(0, runes.Units.Length)];
        foreach (var step in Steps)
        {
            pieces = Cut(runes, pieces, step);
        }

        if (Rewrite is null)
        {
            TakeWords(runes, pieces, take);
            return;
        }

        foreach (var piece in pieces.Where(piece => piece.Length > 0))
        {
            var written = new RuneText(Rewrite(runes.Slice(piece.Start, piece.Length).ToString(), isFirst && piece.Start == 0));
            TakeWords(written, [new TextPiece(0, written.Units.Length)], take);
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

/// <summary>A stretch of a text.</summary>
internal readonly record struct TextPiece(int Start, int Length)
{
    public int End => Start + Length;
}
