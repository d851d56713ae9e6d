namespace Grlm.Torch;

/// <summary>
/// Tokens for one pass of the network, and which slots each of them sees: its row of the key-value cache, then the tokens of this pass. One mask
/// serves padding, packed samples and beams that share a history, so the network knows of none of them.
/// </summary>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Tokens">Tokens of a row.</param>
/// <param name="Ids">Tokens <c>[rows, tokens]</c>, row by row.</param>
/// <param name="Positions">Position of each token in its text <c>[rows, tokens]</c>.</param>
/// <param name="Visibility">
/// What is added to attention scores <c>[rows, tokens, slots]</c>: 0 where a token sees a slot, minus infinity where not. Every token must see
/// one slot at least, be it itself.
/// </param>
internal sealed record TokenBatch(int Rows, int Tokens, long[] Ids, long[] Positions, float[] Visibility)
{
    /// <summary>Slots that tokens may see: those of the cache and those of this pass.</summary>
    public int Slots => Visibility.Length / (Rows * Tokens);

    /// <summary>One text a row, each token seeing itself and what is before it.</summary>
    /// <param name="texts">Tokens of each text.</param>
    /// <param name="side">Where shorter texts are filled up.</param>
    /// <param name="padToken">What they are filled with; it is computed and seen by nothing but padding.</param>
    public static TokenBatch Padded(IReadOnlyList<int[]> texts, PaddingSide side, int padToken = 0)
    {
        var width = texts.Max(text => text.Length);
        return Create([.. texts.Select(text => side == PaddingSide.Left ? new PackedRow(width - text.Length, [text]) : new PackedRow(0, [text]))], width, padToken);
    }

    /// <summary>Several texts a row that don't see each other, each with positions of its own from zero; rows are filled up behind.</summary>
    /// <param name="rows">The texts of each row.</param>
    /// <param name="padToken">What rows are filled with.</param>
    public static TokenBatch Packed(IReadOnlyList<IReadOnlyList<int[]>> rows, int padToken = 0)
        => Create([.. rows.Select(texts => new PackedRow(0, texts))], rows.Max(texts => texts.Sum(text => text.Length)), padToken);

    private static TokenBatch Create(PackedRow[] rows, int width, int padToken)
    {
        var ids = new long[rows.Length * width];
        var positions = new long[rows.Length * width];
        var visibility = new float[rows.Length * width * width];
        Array.Fill(ids, padToken);
        Array.Fill(visibility, float.NegativeInfinity);
        Span<int> beginnings = new int[width];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].Lay(ids.AsSpan(row * width, width), positions.AsSpan(row * width, width), beginnings);
            for (var token = 0; token < width; token++)
            {
                var seen = visibility.AsSpan(((row * width) + token) * width, token + 1);
                seen[beginnings[token]..].Clear();
            }
        }

        return new TokenBatch(rows.Length, width, ids, positions, visibility);
    }

    /// <param name="Padding">Padding tokens in front.</param>
    /// <param name="Texts">The texts.</param>
    private readonly record struct PackedRow(int Padding, IReadOnlyList<int[]> Texts)
    {
        /// <summary>Writes the row's tokens and positions, and for each token where what it sees begins; padding sees itself alone.</summary>
        public void Lay(Span<long> ids, Span<long> positions, Span<int> beginnings)
        {
            for (var token = 0; token < beginnings.Length; token++)
            {
                beginnings[token] = token;
            }

            var place = Padding;
            foreach (var text in Texts)
            {
                for (var index = 0; index < text.Length; index++)
                {
                    ids[place + index] = text[index];
                    positions[place + index] = index;
                    beginnings[place + index] = place;
                }

                place += text.Length;
            }
        }
    }
}

/// <summary>Where rows of unequal length are filled up.</summary>
internal enum PaddingSide
{
    /// <summary>In front, so that all rows end together: for generation.</summary>
    Left,

    /// <summary>Behind: for training.</summary>
    Right,
}
