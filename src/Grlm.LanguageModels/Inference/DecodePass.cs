namespace Grlm.LanguageModels;

/// <summary>
/// Holds the tokens that go through the network together: stretches of prompts and beams of any number of texts, one row each, with no
/// padding whatever their lengths.
/// </summary>
/// <param name="group">Query heads that share a key head.</param>
internal sealed class DecodePass(int group)
{
    private readonly List<PassSequence> _sequences = [];
    private readonly List<PassRow> _rows = [];
    private readonly List<AttentionUnit> _units = [];

    /// <summary>Gets the texts.</summary>
    public IReadOnlyList<PassSequence> Sequences => _sequences;

    /// <summary>Gets the tokens, text by text.</summary>
    public IReadOnlyList<PassRow> Rows => _rows;

    /// <summary>Gets what attention is computed in.</summary>
    public IReadOnlyList<AttentionUnit> Units => _units;

    /// <summary>Slots of tails that rows see.</summary>
    public List<int> Paths { get; } = [];

    /// <summary>Rows of a unit at most.</summary>
    public int UnitRows { get; } = ProductKernel.TileWidth / group;

    /// <summary>Empties the pass.</summary>
    public void Clear()
    {
        _sequences.Clear();
        _rows.Clear();
        _units.Clear();
        Paths.Clear();
    }

    /// <summary>Takes up what is to be read of a text.</summary>
    public void Add(PassSequence sequence)
    {
        var first = _rows.Count;
        var history = sequence.PastLength + (sequence.Segment?.Length ?? 0);
        for (var slot = sequence.Slots.Start.Value; slot < sequence.Slots.End.Value; slot++)
        {
            var position = sequence.PastLength + slot;
            _rows.Add(new PassRow(_sequences.Count, sequence.Segment!.Tokens[slot], position, slot, position + 1, 0, 0));
        }

        foreach (var slot in sequence.TailSlots)
        {
            var start = Paths.Count;
            sequence.Tail.AppendPath(slot, Paths);
            var length = Paths.Count - start;
            _rows.Add(new PassRow(_sequences.Count, sequence.Tail.TokenAt(slot), history + length - 1, slot, history, start, length));
        }

        for (; first < _rows.Count; first += UnitRows)
        {
            var rows = _rows.GetRange(first, Math.Min(UnitRows, _rows.Count - first));
            _units.Add(
                new AttentionUnit(_sequences.Count, first, rows.Count, rows.Max(row => row.Visible), rows.Max(row => row.PathLength)));
        }

        _sequences.Add(sequence);
    }
}

/// <summary>Describes one token of a pass.</summary>
/// <param name="Sequence">Number of its text.</param>
/// <param name="Token">The token.</param>
/// <param name="Position">Its place in the text.</param>
/// <param name="Slot">Its slot, in the segment that is being read or in the tail.</param>
/// <param name="Visible">Tokens of the prompt's stretches that it sees, from the first on.</param>
/// <param name="PathStart">Where the slots of the tail that it sees begin in <see cref="DecodePass.Paths"/>.</param>
/// <param name="PathLength">How many they are; 0 for a token of the segment.</param>
internal readonly record struct PassRow(int Sequence, int Token, int Position, int Slot, int Visible, int PathStart, int PathLength)
{
    /// <summary>Tells whether it is a token of the tail.</summary>
    public bool IsTail => PathLength > 0;
}

/// <summary>Holds what a pass reads of one text.</summary>
/// <param name="Past">Stretches of the prompt that have been read, first to last.</param>
/// <param name="Tail">What follows the prompt's stretches.</param>
internal sealed record PassSequence(IReadOnlyList<PromptSegment> Past, BeamTail Tail)
{
    /// <summary>Gets a stretch behind <see cref="Past"/> that is being read; null for none.</summary>
    public PromptSegment? Segment { get; init; }

    /// <summary>Gets the slots of <see cref="Segment"/> that this pass reads; those before them have been read.</summary>
    public Range Slots { get; init; } = ..0;

    /// <summary>Slots of the tail that this pass reads, each behind the one it follows.</summary>
    public IReadOnlyList<int> TailSlots { get; init; } = [];

    /// <summary>Tokens in <see cref="Past"/>.</summary>
    public int PastLength { get; } = Past.Sum(segment => segment.Length);

    /// <summary>Gets all stretches.</summary>
    public IReadOnlyList<PromptSegment> Segments => Segment is null ? Past : [.. Past, Segment];
}
