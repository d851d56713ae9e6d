namespace Grlm.Torch;

/// <summary>
/// Tokens for one pass of the network, and which slots each of them sees: its row of the key-value cache, then the tokens of this pass. One
/// mask serves padding, packed samples and beams that share a history, so the network knows of none of them.
/// </summary>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Tokens">Tokens of a row.</param>
/// <param name="Ids">Tokens <c>[rows, tokens]</c>, row by row.</param>
/// <param name="Positions">Position of each token in its text <c>[rows, tokens]</c>.</param>
/// <param name="Visibility">
/// What is added to attention scores <c>[rows, tokens, slots]</c>: 0 where a token sees a slot, minus infinity where not. Every token must
/// see one slot at least, be it itself.
/// </param>
internal sealed record TokenBatch(int Rows, int Tokens, long[] Ids, long[] Positions, float[] Visibility)
{
    /// <summary>Slots that tokens may see: those of the cache and those of this pass.</summary>
    public int Slots => Visibility.Length / (Rows * Tokens);

    /// <summary>Makes a batch of one text a row, each token seeing itself and what is before it.</summary>
    /// <param name="texts">Tokens of each text.</param>
    /// <param name="side">Where shorter texts are filled up.</param>
    /// <param name="padToken">What they are filled with; it is computed and seen by nothing but padding.</param>
    public static TokenBatch Padded(IReadOnlyList<int[]> texts, PaddingSide side, int padToken = 0)
    {
        var width = texts.Max(text => text.Length);
        int InFront(int[] text) => side == PaddingSide.Left ? width - text.Length : 0;
        return Packed([.. texts.Select(text => new RowLayout([text], padding: InFront(text)))], padToken);
    }

    /// <summary>Makes a batch of several texts a row, each with positions of its own from zero; rows are filled up behind.</summary>
    /// <param name="rows">Where the texts of each row stand.</param>
    /// <param name="padToken">What rows are filled with.</param>
    public static TokenBatch Packed(IReadOnlyList<RowLayout> rows, int padToken = 0)
    {
        var width = rows.Max(row => row.Width);
        var ids = new long[rows.Count * width];
        var positions = new long[rows.Count * width];
        var visibility = new float[rows.Count * width * width];
        Array.Fill(ids, padToken);
        Array.Fill(visibility, float.NegativeInfinity);
        for (var row = 0; row < rows.Count; row++)
        {
            rows[row].WriteTo(
                ids.AsSpan(row * width, width), positions.AsSpan(row * width, width),
                visibility.AsSpan(row * width * width, width * width));
        }

        return new TokenBatch(rows.Count, width, ids, positions, visibility);
    }
}

/// <summary>Says where rows of unequal length are filled up.</summary>
internal enum PaddingSide
{
    /// <summary>In front, so that all rows end together: for generation.</summary>
    Left,

    /// <summary>Behind: for training.</summary>
    Right,
}
