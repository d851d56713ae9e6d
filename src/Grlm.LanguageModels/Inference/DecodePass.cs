namespace Grlm.LanguageModels;

/// <summary>
/// The tokens that go through the network together: stretches of prompts and beams of any number of texts, one row each, with no padding
/// whatever their lengths.
/// </summary>
/// <param name="group">Query heads that share a key head.</param>
internal sealed class DecodePass(int group)
{
    private readonly List<PassSequence> _sequences = [];
    private readonly List<PassRow> _rows = [];
    private readonly List<AttentionUnit> _units = [];

    /// <summary>The texts.</summary>
    public IReadOnlyList<PassSequence> Sequences => _sequences;

    /// <summary>The tokens, text by text.</summary>
    public IReadOnlyList<PassRow> Rows => _rows;

    /// <summary>What attention is computed in.</summary>
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
            _units.Add(new AttentionUnit(_sequences.Count, first, rows.Count, rows.Max(row => row.Visible), rows.Max(row => row.PathLength)));
        }

        _sequences.Add(sequence);
    }
}
