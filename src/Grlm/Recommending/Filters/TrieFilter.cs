namespace Grlm;

/// <summary>
/// Says what one request may be shown of a trie: a node is allowed while at least one item below it is. The request's
/// <see cref="ItemFilter"/> is counted once for all requests that share it; excluded items cost time in their own number, not in that of
/// nodes. Safe for concurrent reads.
/// </summary>
internal sealed class TrieFilter
{
    private readonly TermTrie _trie;
    private readonly int[]? _allowedBefore;
    private readonly Dictionary<int, int> _excludedBelow = [];

    /// <param name="trie">The trie.</param>
    /// <param name="request">Says which items may not be shown.</param>
    public TrieFilter(TermTrie trie, GenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(trie);
        ArgumentNullException.ThrowIfNull(request);
        (_trie, _allowedBefore) = (trie, request.Filter?.AllowedBefore(trie));
        foreach (var item in request.ExcludedItems)
        {
            if (request.Filter?.Allows(item) == false)
            {
                continue; // not among those that are counted as allowed
            }

            for (var node = trie.LeafOf(item); node >= 0; node = trie.ParentOf(node))
            {
                _excludedBelow[node] = _excludedBelow.GetValueOrDefault(node) + 1;
            }
        }
    }

    /// <summary>Tells whether an item below the node may be shown.</summary>
    public bool Allows(int node)
    {
        if (_allowedBefore is null)
        {
            return !_excludedBelow.TryGetValue(node, out var excluded) || excluded < _trie.ItemsBelow(node).Length;
        }

        var items = _trie.ItemRangeOf(node);
        return _excludedBelow.GetValueOrDefault(node) < _allowedBefore[items.End.Value] - _allowedBefore[items.Start.Value];
    }
}
