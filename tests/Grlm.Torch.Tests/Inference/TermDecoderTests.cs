using System.Collections.Concurrent;
using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TermDecoderTests
{
    private static readonly SeenNodes _nothingSeen = new(new TermLibrary([new TermId("a")]).Trie, []);

    [Fact]
    public void Search_WithABeamForEveryLeafEqualsEnumeration()
        => Gen.Select(Gen.Int[0, 1_000], Gen.Int[1, 40], Gen.Int[1, 4]).Sample((seed, items, terms) =>
        {
            using var scope = NewDisposeScope();
            var shop = new TinyShop(seed, items, length: 4, termsOfSlot: terms);
            using var rankerModel = shop.CreateRanker(seed);
            using var ranker = new TorchRanker(rankerModel);
            using var model = shop.CreateGenerator(ranker, seed);
            var hidden = ranker.Encode([[0]]);
            var expected = LeafProbabilities.Of(model, hidden)[0];

            var found = Search(DecoderOf(model), QueriesOf(model, hidden), Without(shop.Library.Trie), int.MaxValue);

            Assert.Equal(expected.Keys, found.Select(beam => beam.Node).Order());
            Assert.All(found, beam => Assert.Equal(expected[beam.Node], beam.LogProbability, 1e-4));
            Assert.Equal(found.OrderByDescending(beam => beam.LogProbability), found);
        }, threads: 1, iter: 40);

    [Fact]
    public void Search_StaysInTheLibraryAndShowsNoTermIdAllOfWhoseItemsAreExcluded()
        => Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 40], Gen.Int[1, 6], Gen.Double[0, 1]).Sample((seed, items, beams, share) =>
        {
            var trie = new TinyShop(seed, items, users: 1, length: 3).Library.Trie;
            var random = new Random(seed);
            var excluded = Enumerable.Range(0, items).Where(_ => random.NextDouble() < share).ToHashSet();

            var found = Search(RandomDecoder(trie, random, out var queries), queries, Without(trie, [.. excluded]), beams);

            var showable = Enumerable.Range(0, items).Where(item => !excluded.Contains(item)).Select(trie.LeafOf).ToHashSet();
            Assert.Subset(showable, found.Select(beam => beam.Node).ToHashSet());
            Assert.Equal(found.Length, found.Select(beam => beam.Node).Distinct().Count());
            Assert.Equal(Math.Min(beams, showable.Count), found.Length); // pruned prefixes never die out: each has a leaf that may be shown
        }, threads: 1, iter: 300);

    [Fact]
    public void Search_FindsNothingWhereEverythingIsExcludedEvenOnASinglePath()
    {
        var trie = new TermLibrary([new TermId("a", "x"), new TermId("a", "x")]).Trie;
        var decoder = RandomDecoder(trie, new Random(1), out var queries);
        Assert.Empty(Search(decoder, queries, Without(trie, 0, 1), 5));
        Assert.Equal([new Beam(trie.LeafOf(0), 0)], Search(decoder, queries, Without(trie, 1), 5));
    }

    [Fact]
    public void Search_KeepsTheBestPrefixesAndPutsTiesInTrieOrder()
    {
        // Without vectors only the biases count: log 3 and log 1 at depth 1, then equal pairs.
        var trie = new TermLibrary([new TermId("a", "x"), new TermId("a", "y"), new TermId("b", "x"), new TermId("b", "y")]).Trie;
        var decoder = new TermDecoder(new BranchingNodes(trie), new float[6], [MathF.Log(3), 0, 0, 0, 0, 0], [0, 0], width: 1);

        var found = Search(decoder, new float[2], Without(trie), 3);

        Assert.Equal([3, 4, 5], found.Select(beam => beam.Node));
        Assert.Equal(Math.Log(0.375), found[0].LogProbability, 1e-6);
        Assert.Equal(Math.Log(0.375), found[1].LogProbability, 1e-6);
        Assert.Equal(Math.Log(0.125), found[2].LogProbability, 1e-6);
    }

    [Fact]
    public void Search_AddsTheBiasOfItsDepthToWhatTheHistoryHasSeenAllOf()
    {
        // All scores are zero; the history holds both items below b, and one of those below a.
        var trie = new TermLibrary([new TermId("a", "x"), new TermId("a", "y"), new TermId("b", "x"), new TermId("b", "x")]).Trie;
        var decoder = new TermDecoder(new BranchingNodes(trie), new float[4], new float[4], [-MathF.Log(4), -MathF.Log(2)], width: 1);

        var seen = new SeenNodes(trie, [1, 2, 3, 1]);
        var found = decoder.Search(new float[2], seen, Without(trie), boosts: null, 3, new DecoderScratch()).ToArray();

        // a : b = 4 : 1; below a, y counts half as much as x.
        Assert.Equal([trie.LeafOf(0), trie.LeafOf(1), trie.LeafOf(2)], found.Select(beam => beam.Node));
        Assert.Equal(Math.Log(0.8 * 2 / 3), found[0].LogProbability, 1e-6);
        Assert.Equal(Math.Log(0.8 / 3), found[1].LogProbability, 1e-6);
        Assert.Equal(Math.Log(0.2), found[2].LogProbability, 1e-6);
    }

    [Fact]
    public void SeenNodes_AreThoseWithoutAnItemThatIsNew()
        => Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 40]).Sample((seed, items) =>
        {
            var trie = new TinyShop(seed, items, users: 1, length: 3).Library.Trie;
            int[] history = [.. Enumerable.Range(0, 20).Select(place => (seed * 31 + place * place * 7) % items)];
            var expected = Enumerable.Range(0,
                trie.NodeCount).Where(node => trie.ItemsBelow(node).ToArray().All(item => history.Contains(item)));
            Assert.Equal(expected, new SeenNodes(trie, history).Nodes.ToArray().Order());
        }, threads: 1, iter: 200);

    [Fact]
    public void Search_GivesTheSameWhenManyCallAtOnce()
    {
        var trie = new TinyShop(items: 200).Library.Trie;
        var decoder = RandomDecoder(trie, new Random(1), out var queries);
        var expected = Search(decoder, queries, Without(trie, 3, 5), 10);
        var found = new ConcurrentBag<IReadOnlyList<Beam>>();
        Parallel.For(0, 64, _ => found.Add(Search(decoder, queries, Without(trie, 3, 5), 10)));
        Assert.All(found, beams => Assert.Equal(expected, beams));
    }

    [Fact]
    public void Search_AllocatesNothingOnceItHasRun()
    {
        var trie = new TinyShop(items: 200).Library.Trie;
        var decoder = RandomDecoder(trie, new Random(1), out var queries);
        var (seen, filter, scratch) = (new SeenNodes(trie, [3, 5]), Without(trie, 3, 5), new DecoderScratch());
        decoder.Search(queries, seen, filter, boosts: null, 20, scratch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Search(queries, seen, filter, boosts: null, 20, scratch);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Beam[] Search(TermDecoder decoder, float[] queries, TrieFilter filter, int beams)
        => decoder.Search(queries, _nothingSeen, filter, boosts: null, beams, new DecoderScratch()).ToArray();

    private static TrieFilter Without(TermTrie trie, params int[] excluded) => new(trie, new GenerationRequest([], excluded.ToHashSet()));

    private static TermDecoder RandomDecoder(TermTrie trie, Random random, out float[] queries)
    {
        const int width = 3;
        var nodes = new BranchingNodes(trie);
        queries = Noise(trie.Length * width);
        return new TermDecoder(nodes, Noise(nodes.Nodes.Length * width), Noise(nodes.Nodes.Length), new float[trie.Length], width);

        float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5) * 4)];
    }

    private static TermDecoder DecoderOf(CompactGeneratorModel model) => new(
        model.Nodes,
        [.. Enumerable.Range(1, model.Length).SelectMany(depth => model.NodeVectors(depth).ToArray())],
        [.. Enumerable.Range(1, model.Length).SelectMany(depth => model.NodeBiases(depth).ToArray())],
        [.. Enumerable.Range(1, model.Length).Select(depth => model.SeenBias(depth).ToArray()[0])],
        model.Width);

    private static float[] QueriesOf(CompactGeneratorModel model, Tensor hidden)
        => [.. Enumerable.Range(1, model.Length).SelectMany(depth => model.Queries(depth, hidden).ToArray())];
}
