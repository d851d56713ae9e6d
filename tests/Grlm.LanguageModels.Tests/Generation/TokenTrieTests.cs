using CsCheck;

namespace Grlm.LanguageModels.Tests;

public sealed class TokenTrieTests
{
    [Fact]
    public void Allowed_IsWhatContinuesSomeSequence_Ascending()
    {
        Gen.Int[0, 6].Array[1, 5].Array[1, 30].Sample(sequences =>
        {
            int[][] library = [.. sequences.Select(sequence => (int[])[.. sequence, 7])];
            var trie = new TokenTrie(library);
            foreach (var sequence in library)
            {
                var state = trie.Start;
                for (var depth = 0; depth < sequence.Length; depth++)
                {
                    var prefix = sequence[..depth];
                    var expected = library.Where(other => other.AsSpan().StartsWith(prefix)).Select(other => other[depth])
                        .Distinct().Order();
                    Assert.Equal(expected, trie.Allowed(state).ToArray());
                    Assert.False(trie.TryNext(state, 8, out _));
                    state = trie.Follow(state, sequence[depth]);
                }

                Assert.True(trie.Allowed(state).IsEmpty);
            }

            Assert.InRange(trie.NodeCount, 1, 2 * trie.LeafCount);
            for (var sequence = 0; sequence < library.Length; sequence++)
            {
                Assert.True(trie.TryFind(library[sequence], out var leaf));
                Assert.Equal(trie.LeafOf(sequence), leaf);
                Assert.False(trie.TryFind(library[sequence].AsSpan()[..^1], out _));
            }
        });
    }

    [Fact]
    public void Trie_FoldsWhatIsForced_IntoTheNodeBehindIt()
    {
        // [7 8 (1 2 3 | 4 5)]: the beginning is forced up to where the two part, and both are forced from there.
        var trie = new TokenTrie([[7, 8, 4, 5], [7, 8, 1, 2, 3]]);

        Assert.Equal((3, 2), (trie.NodeCount, trie.LeafCount));
        Assert.Equal((1, 0), (trie.LeafOf(0), trie.LeafOf(1)));
        var state = trie.Follow(trie.Follow(trie.Start, 7), 8);
        Assert.Equal(0, trie.NodeAt(state));
        Assert.Equal([1, 4], trie.Allowed(state).ToArray());
        Assert.Null(trie.NodeAt(trie.Follow(state, 1)));
        Assert.Equal([2], trie.Allowed(trie.Follow(state, 1)).ToArray());
        Assert.Equal(1..2, trie.LeavesOf(2));
    }

    [Fact]
    public void Trie_IsAskedWithoutAllocating()
    {
        var trie = new TokenTrie([[7, 8, 4, 5], [7, 8, 1, 2, 3]]);
        var view = new TokenTrieView(trie, null, [1]);
        Walk(trie);
        Walk(view);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var time = 0; time < 100; time++)
        {
            Walk(trie);
            Walk(view);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Walk(ITokenConstraint constraint)
        {
            for (var state = constraint.Start; constraint.Allowed(state) is [var first, ..];)
            {
                state = constraint.Follow(state, first);
            }
        }
    }

    [Fact]
    public void View_AllowsWhatLeadsToALeafThatIsShown()
    {
        Gen.Select(Gen.Int[0, 6].Array[1, 5].Array[1, 30], Gen.Int[0, 2].Array[30]).Sample((sequences, marks) =>
        {
            int[][] library = [.. sequences.Select(sequence => (int[])[.. sequence, 7])];
            var trie = new TokenTrie(library);
            bool Allows(int leaf) => marks[leaf] != 0; // for all requests
            bool Shows(int leaf) => marks[leaf] == 2; // for this one
            var before = new int[trie.LeafCount + 1];
            for (var leaf = 0; leaf < trie.LeafCount; leaf++)
            {
                before[leaf + 1] = before[leaf] + (Allows(leaf) ? 1 : 0);
            }

            var view = new TokenTrieView(trie,
                before, [.. Enumerable.Range(0, trie.LeafCount).Where(leaf => Allows(leaf) && !Shows(leaf))]);
            int[][] rest = [.. library.Where((_, sequence) => Shows(trie.LeafOf(sequence)))];
            Assert.Equal(rest.Select(sequence => sequence[0]).Distinct().Order(), view.Allowed(view.Start).ToArray());
            foreach (var sequence in rest)
            {
                var state = view.Start;
                for (var depth = 0; depth < sequence.Length; depth++)
                {
                    var expected = rest.Where(other => other.AsSpan().StartsWith(sequence.AsSpan()[..depth])).Select(other => other[depth])
                        .Distinct().Order();
                    Assert.Equal(expected, view.Allowed(state).ToArray());
                    state = view.Follow(state, sequence[depth]);
                }
            }
        });
    }

    [Fact]
    public void Trie_RefusesSequencesThatBeginOneAnother()
    {
        Assert.Throws<ArgumentException>(() => new TokenTrie([[1, 2], [1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => new TokenTrie([[]]));
        Assert.Throws<ArgumentException>(() => new TokenTrie([]));
        Assert.Equal(1, new TokenTrie([[1, 2], [1, 2]]).NodeCount);
    }

    [Fact]
    public void Next_RefusesATokenThatMayNotFollow()
    {
        var trie = new TokenTrie([[1, 2]]);

        Assert.Throws<ArgumentException>(() => trie.Follow(trie.Start, 2));
        Assert.Throws<ArgumentException>(() => trie.Follow(trie.Follow(trie.Start, 1), 1));
    }
}
