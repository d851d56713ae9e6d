using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// The nodes of a trie all of whose items a history holds: choosing one of them is repeating oneself. Costs time in the length of the history, not in
/// the number of nodes.
/// </summary>
internal sealed class SeenNodes
{
    private readonly List<int> _nodes = [];

    /// <param name="trie">The trie.</param>
    /// <param name="history">Item indices; those that come again count once.</param>
    public SeenNodes(TermTrie trie, IReadOnlyList<int> history)
    {
        var below = new Dictionary<int, int>();
        foreach (var item in history.Distinct())
        {
            for (var node = trie.LeafOf(item); node >= 0; node = trie.ParentOf(node))
            {
                below[node] = below.GetValueOrDefault(node) + 1;
                if (below[node] == trie.ItemsBelow(node).Length)
                {
                    _nodes.Add(node);
                }
            }
        }
    }

    /// <summary>The nodes, each once, in no order.</summary>
    public ReadOnlySpan<int> Nodes => CollectionsMarshal.AsSpan(_nodes);
}
