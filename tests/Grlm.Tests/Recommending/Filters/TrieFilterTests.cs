using CsCheck;

namespace Grlm.Tests;

public sealed class TrieFilterTests
{
    [Fact]
    public void Allows_ExactlyTheNodesWithAnItemThatMayBeShown()
        => Gen.Select(Libraries.Random, Gen.Bool.Array[41], Gen.Bool.Array[41],
            Gen.Bool).Sample((library, isExcluded, isFilteredOut, hasFilter) =>
        {
            var trie = library.Trie;
            var request = new GenerationRequest([], Enumerable.Range(0, library.ItemCount).Where(item => isExcluded[item]).ToHashSet())
            {
                Filter = hasFilter ? new ItemFilter(library.ItemCount, item => !isFilteredOut[item]) : null,
            };

            var filter = new TrieFilter(trie, request);

            for (var node = 0; node < trie.NodeCount; node++)
            {
                Assert.Equal(trie.ItemsBelow(node).ToArray().Any(request.Allows), filter.Allows(node));
            }
        });

    [Fact]
    public void AFiltersCountsAreMadeOnceForATrie()
    {
        var filter = new ItemFilter(5, item => item != 1);
        Assert.Same(filter.AllowedBefore(Libraries.Worked.Trie), filter.AllowedBefore(Libraries.Worked.Trie));
        Assert.Equal([0, 1, 1, 2, 3, 4], filter.AllowedBefore(Libraries.Worked.Trie)); // in trie order: 0, 1, 3, 2, 4
    }
}
