using CsCheck;

namespace Grlm.Tests;

public sealed class TermTrieTests
{
    [Fact]
    public void Nodes_OfTheWorkedExample_AreNumberedBreadthFirst()
    {
        // Depth 0: root. Depth 1: shampoo, conditioner, soap. Depth 2: one each. Depth 3: keratin and argan under shampoo, then one each.
        var trie = Libraries.Worked.Trie;
        Assert.Equal([0..1, 1..4, 4..7, 7..11, 11..15, 15..19], Enumerable.Range(0, 6).Select(trie.NodesAt));
        Assert.Equal(19, trie.NodeCount);
        Assert.Equal(7..9, trie.ChildrenOf(4));
        Assert.Equal(["keratin", "argan"], new[] { 7, 8 }.Select(node => Libraries.Worked.Terms[trie.TermOf(node)]));
        Assert.Equal([0, 1, 3, 2, 4], trie.Items.ToArray());
        Assert.Equal(0..3, trie.ItemRangeOf(1));
        Assert.Equal(1..3, trie.ItemRangeOf(8));
        Assert.Equal([15, 16, 17, 16, 18], Enumerable.Range(0, 5).Select(trie.LeafOf));
    }

    [Fact]
    public void ItemRangeOf_EndsWithTheItems_ForTheLastNodeOfEveryDepth()
        => Libraries.Random.Sample(library =>
        {
            var trie = library.Trie;
            for (var depth = 0; depth <= trie.Length; depth++)
            {
                Assert.Equal(trie.Items.Length, trie.ItemRangeOf(trie.NodesAt(depth).End.Value - 1).End.Value);
            }
        });

    [Fact]
    public void ItemsBelow_AreExactlyTheItemsWithTheNodesPrefix() => Libraries.Random.Sample(library =>
    {
        var trie = library.Trie;
        for (var node = 0; node < trie.NodeCount; node++)
        {
            var prefix = PrefixOf(trie, node);
            var expected = Enumerable.Range(0, library.ItemCount)
                .Where(item => library.HasTermId(item) && library.TermsOf(item)[..prefix.Length].SequenceEqual(prefix));
            Assert.Equal(expected, trie.ItemsBelow(node).ToArray().Order());
            Assert.Equal(prefix.Length, trie.DepthOf(node));
        }
    });

    [Fact]
    public void Nodes_OfEveryDepth_PartitionTheItemsInOrder() => Libraries.Random.Sample(library =>
    {
        var trie = library.Trie;
        for (var depth = 0; depth <= trie.Length; depth++)
        {
            var end = 0;
            for (var node = trie.NodesAt(depth).Start.Value; node < trie.NodesAt(depth).End.Value; node++)
            {
                Assert.Equal(end, trie.ItemRangeOf(node).Start.Value);
                end = trie.ItemRangeOf(node).End.Value;
                Assert.True(end > trie.ItemRangeOf(node).Start.Value);
            }

            Assert.Equal(trie.Items.Length, end);
        }
    });

    [Fact]
    public void Children_AreSortedDistinctAndConsecutive_AndKnowTheirParent() => Libraries.Random.Sample(library =>
    {
        var trie = library.Trie;
        var next = 1;
        for (var node = 0; node < trie.NodeCount; node++)
        {
            var (first, end) = (trie.ChildrenOf(node).Start.Value, trie.ChildrenOf(node).End.Value);
            Assert.Equal(next, first);
            Assert.Equal(trie.DepthOf(node) == trie.Length, first == end);
            next = end;
            for (var child = first; child < end; child++)
            {
                Assert.Equal(node, trie.ParentOf(child));
                Assert.True(child == first || trie.TermOf(child) > trie.TermOf(child - 1));
                Assert.True(trie.TryGetChild(node, trie.TermOf(child), out var found));
                Assert.Equal(child, found);
            }
        }

        Assert.Equal(trie.NodeCount, next);
        Assert.Equal((-1, -1), (trie.TermOf(TermTrie.Root), trie.ParentOf(TermTrie.Root)));
    });

    [Fact]
    public void EveryItemWithATermId_IsReachedFromTheRootAlongItsTerms() => Libraries.Random.Sample(library =>
    {
        var trie = library.Trie;
        for (var item = 0; item < library.ItemCount; item++)
        {
            var node = TermTrie.Root;
            foreach (var term in library.TermsOf(item))
            {
                Assert.True(trie.TryGetChild(node, term, out node));
            }

            Assert.Equal(library.HasTermId(item) ? node : -1, trie.LeafOf(item));
            Assert.Equal(library.HasTermId(item), trie.ItemsBelow(node).Contains(item));
        }
    });

    [Fact]
    public void TryGetChild_FindsNothing_AlongATermThatDoesNotFollow() => Libraries.Random.Sample(library =>
    {
        Assert.False(library.Trie.TryGetChild(TermTrie.Root, library.Terms.Count, out var child));
        Assert.Equal(-1, child);
        Assert.False(library.Trie.TryGetChild(library.Trie.NodeCount - 1, 0, out _));
    });

    private static int[] PrefixOf(TermTrie trie, int node)
    {
        var prefix = new List<int>();
        for (; node != TermTrie.Root; node = trie.ParentOf(node))
        {
            prefix.Insert(0, trie.TermOf(node));
        }

        return [.. prefix];
    }
}
