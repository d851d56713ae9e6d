namespace Grlm.Torch;

/// <summary>
/// A view of a trie without some of its items: a node is allowed while at least one item below it is. Costs time in the number of excluded
/// items, not of nodes.
/// </summary>
internal sealed class TrieFilter
{
    private readonly TermTrie _trie;
    private readonly Dictionary<int, int> _excludedBelow = [];

    /// <param name="trie">The trie.</param>
    /// <param name="excludedItems">Items that may not be shown, each once.</param>
    public TrieFilter(TermTrie trie, IEnumerable<int> excludedItems)
    {
        _trie = trie;
        foreach (var item in excludedItems)
        {
            for (var node = trie.LeafOf(item); node >= 0; node = trie.ParentOf(node))
            {
                _excludedBelow[node] = _excludedBelow.GetValueOrDefault(node) + 1;
            }
        }
    }

    /// <summary>Whether an item below the node may be shown.</summary>
    public bool Allows(int node) => !_excludedBelow.TryGetValue(node, out var excluded) || excluded < _trie.ItemsBelow(node).Length;
}
