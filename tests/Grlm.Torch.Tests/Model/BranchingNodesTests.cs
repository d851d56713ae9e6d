using CsCheck;

namespace Grlm.Torch.Tests;

public sealed class BranchingNodesTests
{
    [Fact]
    public void Nodes_AreTheOnesWithSiblings()
    {
        // a -> (x, y); b -> x; the root's children a and b are a family, so are x and y below a; x below b is an only child.
        var nodes = new BranchingNodes(
            new TermLibrary([new TermId("a", "x"), new TermId("b", "x"), new TermId("a", "y"), new TermId("a", "x")]).Trie);

        Assert.Equal([1, 2, 3, 4], nodes.Nodes);
        Assert.Equal([-1, 0, 1, 2, 3, -1], nodes.IndexOfNode);
        Assert.Equal([0, 2, 4], nodes.FamilyStart);
        Assert.Equal(0..2, nodes.At(1));
        Assert.Equal(2..4, nodes.At(2));
        Assert.Equal(0..1, nodes.FamiliesAt(1));
        Assert.Equal(1..2, nodes.FamiliesAt(2));
        Assert.Equal([3, 1, 2, 1], Enumerable.Range(0, 4).Select(nodes.ItemCount));
    }

    [Fact]
    public void Nodes_OfALibraryWithOneTermIdAreNone()
    {
        var nodes = new BranchingNodes(new TermLibrary([new TermId("a", "x"), new TermId("a", "x")]).Trie);
        Assert.Empty(nodes.Nodes);
        Assert.Equal([0], nodes.FamilyStart);
        Assert.Equal(0..0, nodes.At(2));
        Assert.Equal(0..0, nodes.FamiliesAt(1));
    }

    [Fact]
    public void Families_CoverTheNodesOfEachDepthAndAreWhollyTheChildrenOfOneNode()
        => Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 60], Gen.Int[1, 5], Gen.Int[1, 4]).Sample((seed, items, length, terms) =>
        {
            var trie = new TinyShop(seed, items, users: 1, length, terms).Library.Trie;
            var nodes = new BranchingNodes(trie);
            for (var depth = 1; depth <= length; depth++)
            {
                var families = nodes.FamiliesAt(depth);
                Assert.Equal(nodes.At(depth).Start.Value, nodes.FamilyStart[families.Start.Value]);
                Assert.Equal(nodes.At(depth).End.Value, nodes.FamilyStart[families.End.Value]);
                for (var family = families.Start.Value; family < families.End.Value; family++)
                {
                    var members = nodes.Nodes[nodes.FamilyStart[family]..nodes.FamilyStart[family + 1]];
                    var children = trie.ChildrenOf(trie.ParentOf(members[0]));
                    Assert.Equal(Enumerable.Range(children.Start.Value, children.End.Value - children.Start.Value), members);
                    Assert.True(members.Length > 1);
                    Assert.All(members, node => Assert.Equal(depth, trie.DepthOf(node)));
                }
            }

            var withSiblings = Enumerable.Range(1, trie.NodeCount - 1)
                .Where(node => trie.ChildrenOf(trie.ParentOf(node)) is var range && range.End.Value - range.Start.Value > 1);
            Assert.Equal(withSiblings, nodes.Nodes);
            Assert.All(nodes.Nodes.Index(), pair => Assert.Equal(pair.Index, nodes.IndexOfNode[pair.Item]));
        }, threads: 1, iter: 100);
}
