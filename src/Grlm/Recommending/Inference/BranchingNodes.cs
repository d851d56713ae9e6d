namespace Grlm;

/// <summary>
/// The nodes of a term trie that have siblings: the only ones at which there is anything to choose. They are numbered in trie order, depth
/// by depth, siblings side by side; a family is one set of siblings.
/// </summary>
internal sealed class BranchingNodes
{
    private readonly int[] _depthStart;

    /// <param name="trie">The trie of a term library.</param>
    public BranchingNodes(TermTrie trie)
    {
        Trie = trie;
        List<int> nodes = [], familyStart = [];
        IndexOfNode = new int[trie.NodeCount];
        Array.Fill(IndexOfNode, -1);
        _depthStart = new int[trie.Length + 2];
        FamilyDepthStart = new int[trie.Length + 2];
        for (var depth = 1; depth <= trie.Length; depth++)
        {
            _depthStart[depth] = nodes.Count;
            FamilyDepthStart[depth] = familyStart.Count;
            var (parent, end) = (trie.NodesAt(depth - 1).Start.Value, trie.NodesAt(depth - 1).End.Value);
            for (; parent < end; parent++)
            {
                var (first, last) = (trie.ChildrenOf(parent).Start.Value, trie.ChildrenOf(parent).End.Value);
                if (last - first < 2)
                {
                    continue;
                }

                familyStart.Add(nodes.Count);
                for (var child = first; child < last; child++)
                {
                    IndexOfNode[child] = nodes.Count;
                    nodes.Add(child);
                }
            }
        }

        _depthStart[^1] = nodes.Count;
        FamilyDepthStart[^1] = familyStart.Count;
        familyStart.Add(nodes.Count);
        (Nodes, FamilyStart) = ([.. nodes], [.. familyStart]);
    }

    /// <summary>The trie.</summary>
    public TermTrie Trie { get; }

    /// <summary>Trie node of each branching node.</summary>
    public int[] Nodes { get; }

    /// <summary>Branching number of each trie node; -1 for the root and for only children.</summary>
    public int[] IndexOfNode { get; }

    /// <summary>Where each family begins, and the end of the last.</summary>
    public int[] FamilyStart { get; }

    /// <summary>The branching nodes of one depth, 1 to the length of a TID.</summary>
    public Range At(int depth) => _depthStart[depth].._depthStart[depth + 1];

    /// <summary>The families whose members stand at one depth.</summary>
    public Range FamiliesAt(int depth) => FamilyDepthStart[depth]..FamilyDepthStart[depth + 1];

    /// <summary>Number of items below a branching node.</summary>
    public int ItemCount(int branching) => Trie.ItemsBelow(Nodes[branching]).Length;

    private int[] FamilyDepthStart { get; }
}
