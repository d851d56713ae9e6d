using System.Runtime.InteropServices;

namespace Grlm.LanguageModels;

/// <summary>
/// Byte-pair encoding of one word after the other (Sennrich et al. 2016): the merge of lowest rank first, the leftmost of equal ones, in
/// time n log n. Keeps its working memory; not thread-safe.
/// </summary>
internal sealed class BytePairEncoder(BytePairMerges merges)
{
    private const int None = -1;

    private readonly List<Symbol> _symbols = [];
    private readonly PriorityQueue<(int Left, int Merged), long> _candidates = new();

    /// <summary>Adds the next symbol of the word.</summary>
    public void Add(int id)
    {
        if (_symbols.Count > 0)
        {
            CollectionsMarshal.AsSpan(_symbols)[^1].Next = _symbols.Count;
        }

        _symbols.Add(new Symbol { Id = id, Previous = _symbols.Count - 1, Next = None });
    }

    /// <summary>Merges the word and makes room for the next one.</summary>
    public int[] Merge()
    {
        var symbols = CollectionsMarshal.AsSpan(_symbols);
        for (var left = 0; left < symbols.Length - 1; left++)
        {
            Propose(symbols, left);
        }

        while (_candidates.TryDequeue(out var candidate, out _))
        {
            Apply(symbols, candidate.Left, candidate.Merged);
        }

        var ids = new List<int>(symbols.Length);
        for (var at = symbols.Length > 0 ? 0 : None; at != None; at = symbols[at].Next)
        {
            ids.Add(symbols[at].Id);
        }

        _symbols.Clear();
        return [.. ids];
    }

    private void Propose(Span<Symbol> symbols, int left)
    {
        var right = symbols[left].Next;
        if (right != None && merges.TryGet(symbols[left].Id, symbols[right].Id, out var rank, out var merged))
        {
            _candidates.Enqueue((left, merged), ((long)rank << 32) | (uint)left);
        }
    }

    private void Apply(Span<Symbol> symbols, int left, int merged)
    {
        ref var first = ref symbols[left];
        if (first.Id == None || first.Next == None)
        {
            return;
        }

        // A neighbour may have been merged away since this was proposed.
        ref var second = ref symbols[first.Next];
        if (!merges.TryGet(first.Id, second.Id, out _, out var current) || current != merged)
        {
            return;
        }

        (first.Id, first.Next, second.Id) = (merged, second.Next, None);
        if (first.Next != None)
        {
            symbols[first.Next].Previous = left;
            Propose(symbols, left);
        }

        if (first.Previous != None)
        {
            Propose(symbols, first.Previous);
        }
    }

    private struct Symbol
    {
        public int Id;
        public int Previous;
        public int Next;
    }
}
