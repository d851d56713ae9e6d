using System.Numerics.Tensors;

namespace Grlm.Tests;

/// <summary>A made-up catalogue with the managed engine over random weights: what must hold for any model is tested on it.</summary>
internal sealed class RandomShop : IDisposable
{
    private const int Width = 8;

    private static readonly string[][] _slots =
    [
        ["tent", "stove", "boots", "kettle"], ["red", "blue", "black"], ["ultralight", "heavy"], ["steel", "nylon", "leather"],
    ];

    private readonly RecommendationEngine _engine;

    /// <param name="seed">Everything follows from it.</param>
    /// <param name="source">What ranks.</param>
    /// <param name="weight">Weight of the generator.</param>
    public RandomShop(int seed, RecommendationSource source, double weight = 0.7)
    {
        var random = new Random(seed);
        var count = random.Next(6, 40);
        Catalog = new Catalog([.. Enumerable.Range(0, count).Select(item => new Item($"i{item}", $"Item {item}", "", [], ""))]);
        Library = new TermLibrary([.. Enumerable.Range(0, count).Select(_ => new TermId(
            [.. _slots.Select(slot => slot[random.Next(slot.Length)])]))]);
        int[] ids = [.. Enumerable.Range(0, 60).Select(_ => random.Next(count))];
        var users = new UserHistories(
            [.. Enumerable.Range(0, 12).Select(user => $"u{user}")], [.. Enumerable.Range(0, 13).Select(user => 5 * user)], ids);
        var tensors = new RandomTensors(seed);
        var shape = new EncoderShape(Width, Blocks: 1, Heads: 2, MaximumHistory: 10);
        var ranker = new SequenceRanker(
            new RankerConfig(RankerConfig.Type, shape, [new MemberConfig(0.2), new MemberConfig(0.3)], Library.Version), tensors, count,
            threads: 1);
        var generator = source == RecommendationSource.Ranker
            ? null : new CompactTermIdGenerator(Library, ranker, new BranchingNodes(Library.Trie), tensors, threads: 1);
        _engine = new RecommendationEngine(
            source, new Dataset(Catalog, users), Library, new LoadedModels(ranker, generator) { FusionWeight = weight });
        Recommender = new WorkspaceRecommender(_engine, new RecommenderOptions { Beams = 8, FillFrom = FillSource.Popular });
    }

    public Catalog Catalog { get; }

    public TermLibrary Library { get; }

    public WorkspaceRecommender Recommender { get; }

    /// <summary>Recommends to one user.</summary>
    public RecommendedItems Ask(RecommendationRequest request) => Recommender.Recommend(request, TestContext.Current.CancellationToken);

    /// <summary>A history of one to six items.</summary>
    public string[] History(Random random)
        => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Catalog[random.Next(Catalog.Count)].Id)];

    /// <summary>A term that some item may have.</summary>
    public static string Term(Random random)
    {
        var slot = _slots[random.Next(_slots.Length)];
        return slot[random.Next(slot.Length)];
    }

    public void Dispose() => Recommender.Dispose();

    /// <summary>Weights that follow from the seed and the name, whatever shape is asked for.</summary>
    private sealed class RandomTensors(int seed) : INamedTensors
    {
        public float[] Read(string name, params ReadOnlySpan<long> shape)
        {
            var random = new Random(seed ^ name.Sum(letter => letter * 31));
            var numbers = new float[(int)TensorPrimitives.Product(shape)];
            for (var place = 0; place < numbers.Length; place++)
            {
                numbers[place] = (float)((random.NextDouble() * 2) - 1);
            }

            return numbers;
        }
    }
}
