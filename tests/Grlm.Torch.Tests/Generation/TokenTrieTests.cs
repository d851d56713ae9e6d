using CsCheck;

namespace Grlm.Torch.Tests;

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
                    var expected = library.Where(other => other.AsSpan().StartsWith(prefix)).Select(other => other[depth]).Distinct().Order();
                    Assert.Equal(expected, trie.Allowed(state).ToArray());
                    Assert.False(trie.TryNext(state, 8, out _));
                    state = trie.Next(state, sequence[depth]);
                }

                Assert.True(trie.Allowed(state).IsEmpty);
            }

            var prefixes = library.SelectMany(sequence => Enumerable.Range(0, sequence.Length + 1).Select(depth => string.Join(' ', sequence[..depth])));
            Assert.Equal(prefixes.Distinct().Count(), trie.NodeCount);
        });
    }

    [Fact]
    public void Trie_RefusesSequencesThatBeginOneAnother()
    {
        Assert.Throws<ArgumentException>(() => new TokenTrie([[1, 2], [1, 2, 3]]));
        Assert.Throws<ArgumentException>(() => new TokenTrie([[]]));
        Assert.Throws<ArgumentException>(() => new TokenTrie([]));
        Assert.Equal(3, new TokenTrie([[1, 2], [1, 2]]).NodeCount);
    }

    [Fact]
    public void Next_RefusesATokenThatMayNotFollow()
    {
        var trie = new TokenTrie([[1, 2]]);

        Assert.Throws<ArgumentException>(() => trie.Next(trie.Start, 2));
        Assert.Throws<ArgumentException>(() => trie.Next(trie.Next(trie.Start, 1), 1));
    }
}
