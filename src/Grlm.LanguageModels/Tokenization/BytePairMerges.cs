namespace Grlm.LanguageModels;

/// <summary>The merges of a byte-pair encoding by the two ids that they join. Immutable.</summary>
internal sealed class BytePairMerges
{
    private readonly Dictionary<long, (int Rank, int Merged)> _byPair;

    public BytePairMerges(int capacity) => _byPair = new(capacity);

    /// <summary>Adds the next merge; of two that join the same pair the later one counts, as in Hugging Face tokenizers.</summary>
    public void Add(int left, int right, int merged) => _byPair[Key(left, right)] = (Count++, merged);

    public int Count { get; private set; }

    public bool TryGet(int left, int right, out int rank, out int merged)
    {
        var found = _byPair.TryGetValue(Key(left, right), out var merge);
        (rank, merged) = merge;
        return found;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
