namespace Grlm;

/// <summary>
/// Represents the trie of a library's TIDs, one term an edge. A node is a prefix of TIDs; nodes are numbered breadth first from the root,
/// so that the nodes of one depth, and the children of one node, are consecutive. Items are kept in trie order, in which the items below
/// any node are consecutive; items without a TID are not in it. Immutable and safe for concurrent reads.
/// </summary>
public sealed class TermTrie
{
    /// <summary>Holds the empty prefix.</summary>
    public const int Root = 0;

    private readonly int[] _term;
    private readonly int[] _parent;
    private readonly int[] _firstChild;
    private readonly int[] _firstItem;
    private readonly int[] _depthStart;
    private readonly ReadOnlyMemory<int> _items;
    private readonly int[] _leafOfItem;

    /// <param name="packedTerms">Term numbers, item by item: <c>[items, length]</c>; negative for an item without a TID.</param>
    /// <param name="length">Terms in a TID.</param>
    /// <param name="items">The items that have a TID, sorted by their term numbers, then by item.</param>
    internal TermTrie(ReadOnlyMemory<int> packedTerms, int length, ReadOnlyMemory<int> items)
    {
        Length = length;
        _items = items;
        var itemTerms = packedTerms.Span;
        var sorted = items.Span;
        List<int> term = [-1], parent = [-1], firstItem = [0], firstChild = [];
        _depthStart = new int[length + 2];
        _depthStart[1] = 1;
        for (var depth = 0; depth < length; depth++)
        {
            for (var node = _depthStart[depth]; node < _depthStart[depth + 1]; node++)
            {
                firstChild.Add(term.Count);
                var end = node + 1 < _depthStart[depth + 1] ? firstItem[node + 1] : sorted.Length;
                var previous = -1;
                for (var place = firstItem[node]; place < end; place++)
                {
                    var next = itemTerms[(sorted[place] * length) + depth];
                    if (next != previous)
                    {
                        term.Add(next);
                        parent.Add(node);
                        firstItem.Add(place);
                        previous = next;
                    }
                }
            }

            _depthStart[depth + 2] = term.Count;
        }

        firstChild.AddRange(Enumerable.Repeat(term.Count, term.Count - firstChild.Count + 1));
        (_term, _parent, _firstItem, _firstChild) = ([.. term], [.. parent], [.. firstItem], [.. firstChild]);
        _leafOfItem = new int[itemTerms.Length / length];
        Array.Fill(_leafOfItem, -1);
        for (var leaf = _depthStart[length]; leaf < NodeCount; leaf++)
        {
            foreach (var item in ItemsBelow(leaf))
            {
                _leafOfItem[item] = leaf;
            }
        }
    }

    /// <summary>Gets the number of terms in a TID, the depth of every leaf.</summary>
    public int Length { get; }

    /// <summary>Gets the number of nodes, the root included.</summary>
    public int NodeCount => _term.Length;

    /// <summary>Gets all items that have a TID, in trie order.</summary>
    public ReadOnlySpan<int> Items => _items.Span;

    /// <summary>Returns the nodes at one depth; depth 0 is the root alone.</summary>
    public Range NodesAt(int depth) => _depthStart[depth].._depthStart[depth + 1];

    /// <summary>Returns the depth of a node: the number of terms in its prefix.</summary>
    public int DepthOf(int node)
    {
        var depth = 0;
        while (node >= _depthStart[depth + 1])
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Returns the last term of a node's prefix; -1 for the root.</summary>
    public int TermOf(int node) => _term[node];

    /// <summary>Returns the node one term shorter; -1 for the root.</summary>
    public int ParentOf(int node) => _parent[node];

    /// <summary>Returns the children of a node, ordered by term number; empty for a leaf.</summary>
    public Range ChildrenOf(int node) => _firstChild[node].._firstChild[node + 1];

    /// <summary>Returns where the items below a node stand in <see cref="Items"/>.</summary>
    public Range ItemRangeOf(int node)
    {
        // Within a depth the first items rise, for every node has some; the next depth starts at item 0 again.
        var isLastOfDepth = node + 1 == NodeCount || _firstItem[node + 1] <= _firstItem[node];
        return _firstItem[node]..(isLastOfDepth ? _items.Length : _firstItem[node + 1]);
    }

    /// <summary>Returns the items whose TID begins with the node's prefix.</summary>
    public ReadOnlySpan<int> ItemsBelow(int node) => _items.Span[ItemRangeOf(node)];

    /// <summary>
    /// Returns the leaf that an item's TID ends at; -1 for an item without one, and for one that came after the trie was made.
    /// </summary>
    public int LeafOf(int item) => (uint)item < (uint)_leafOfItem.Length ? _leafOfItem[item] : -1;

    /// <summary>Finds the child of a node along a term.</summary>
    public bool TryGetChild(int node, int term, out int child)
    {
        var (first, end) = (_firstChild[node], _firstChild[node + 1]);
        var found = Array.BinarySearch(_term, first, end - first, term);
        child = Math.Max(found, -1);
        return found >= 0;
    }
}
