using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>A small random shop: a catalogue, a library whose TIDs share prefixes and collide, and users with histories.</summary>
internal sealed class TinyShop
{
    /// <param name="seed">Same seed, same shop.</param>
    /// <param name="items">Items.</param>
    /// <param name="users">Users.</param>
    /// <param name="length">Terms of a TID.</param>
    /// <param name="termsOfSlot">Different terms at one slot: the fewer, the more siblings and collisions.</param>
    /// <param name="textWidth">Width of the items' text vectors; 0 for none.</param>
    /// <param name="withoutTermId">Every so many-th item has no TID; 0 for none.</param>
    public TinyShop(int seed = 1, int items = 40, int users = 30, int length = 5, int termsOfSlot = 3, int withoutTermId = 0,
        int textWidth = 0)
    {
        var random = new Random(seed);
        Catalog = new Catalog(Enumerable.Range(0, items).Select(item => new Item(
            $"i{item}", $"red thing {item % 7} of kind{item % 11}", item % 4 == 0 ? string.Empty : $"brand{item % 3}",
            [["All", $"Department {item % 2}", $"Shelf {item % 5}"]], string.Empty)));
        var termIds = new TermId?[items];
        for (var item = 0; item < items; item++)
        {
            var terms = Enumerable.Range(0, length).Select(slot => $"term{slot}-{random.Next(termsOfSlot)}").ToArray();
            termIds[item] = withoutTermId > 0 && item % withoutTermId == 1 ? null : new TermId([.. terms]);
        }

        Library = new TermLibrary(termIds);
        Features = ItemFeatures.Extract(Catalog);
        int[][] histories = [.. Enumerable.Range(0, users).Select(_ => RandomHistory(random, items))];
        int[] offsets = [0, .. histories.Select((_, user) => histories.Take(user + 1).Sum(history => history.Length))];
        Split = new LeaveOneOutSplit(new UserHistories(
            [.. Enumerable.Range(0, users).Select(user => $"u{user}")], offsets, [.. histories.SelectMany(history => history)])).Training;
        Inputs = new ItemInputs(Library, Features, textWidth == 0 ? null : RandomTexts(random, items, textWidth),
            Split.Popularity(items), CPU);
    }

    /// <summary>What is known of the items; its text vectors, if any, are left to the garbage collector.</summary>
    public ItemInputs Inputs { get; }

    public static EncoderShape Shape { get; } = new(Width: 16, Blocks: 2, Heads: 2, MaximumHistory: 6);

    public static double Temperature => 0.1;

    public Catalog Catalog { get; }

    public TermLibrary Library { get; }

    public ItemFeatures Features { get; }

    public TrainingSplit Split { get; }

    /// <summary>A ranker all of whose numbers are random, those included that training starts from zero.</summary>
    public RankerModel CreateRanker(int seed = 7, EncoderShape? shape = null, MemberKind kind = MemberKind.Full)
    {
        var model = new RankerModel(shape ?? Shape, kind, Inputs, CPU);
        Randomize(model.Parameters, seed, 0.3);
        model.Parameters.InitializeConstant("log_scale", -Math.Log(Temperature));
        return model;
    }

    /// <summary>A generator all of whose numbers are random.</summary>
    public CompactGeneratorModel CreateGenerator(TorchRanker ranker, int seed = 8, double deviation = 0.3)
    {
        var model = GeneratorArtifact.Create(ranker.UnitItems, Library);
        Randomize(model.Parameters, seed, deviation);
        return model;
    }

    /// <summary>Histories of one to twelve items.</summary>
    public int[][] RandomHistories(int count, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => RandomHistory(random, Catalog.Count))];
    }

    private static VectorMatrix RandomTexts(Random random, int items, int width)
    {
        var texts = new VectorMatrix(items, width);
        for (var item = 0; item < items; item++)
        {
            foreach (ref var number in texts[item])
            {
                number = random.NextSingle() - 0.5f;
            }
        }

        texts.Normalize();
        return texts;
    }

    private static int[] RandomHistory(Random random, int items)
        => [.. Enumerable.Range(0, random.Next(1, 13)).Select(_ => random.Next(items))];

    private static void Randomize(ParameterSet parameters, int seed, double deviation)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        manual_seed(seed);
        parameters.Values.normal_(0, deviation);
    }
}
