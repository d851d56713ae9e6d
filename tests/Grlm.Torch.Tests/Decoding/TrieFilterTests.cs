using CsCheck;

namespace Grlm.Torch.Tests;

public sealed class TrieFilterTests
{
    [Fact]
    public void Allows_ExactlyTheNodesWithAnItemThatIsNotExcluded()
        => Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 40], Gen.Double[0, 1]).Sample((seed, items, share) =>
        {
            var trie = new TinyShop(seed, items, users: 1, length: 3, withoutTermId: 5).Library.Trie;
            var random = new Random(seed);
            var excluded = Enumerable.Range(0, items).Where(_ => random.NextDouble() < share).ToHashSet();

            var filter = new TrieFilter(trie, excluded);

            for (var node = 0; node < trie.NodeCount; node++)
            {
                Assert.Equal(!trie.ItemsBelow(node).ToArray().All(excluded.Contains), filter.Allows(node));
            }
        }, threads: 1, iter: 200);
}
