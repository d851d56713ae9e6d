using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ItemSamplesTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TinyShop _shop = new(items: 30, length: 3, withoutTermId: 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Internalization_SeesMetadataAlone_AndWritesTheItemsOwnTermId()
    {
        using var model = _shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        using var samples = ItemSamples.Internalization(ranker, _shop.Library);
        var all = Enumerable.Range(0, samples.Count).ToArray();
        var before = samples.Hidden(all).ToArray();
        int[] items = [.. samples.Targets(all).Select(shares => Assert.Single(shares)).Select(share => share.Item)];
        Assert.All(items, item => Assert.True(_shop.Library.HasTermId(item) && _shop.Features.Of(item).Length > 0));
        Assert.Equal(items.Distinct(), items);

        // Other vectors of items and of terms: the metadata's are the rows behind the terms'.
        using (no_grad())
        {
            model.Parameters["item_encoder.own_vectors"].normal_(5, 1);
            model.Parameters["item_encoder.content_table"].narrow(0, 0, _shop.Library.Terms.Count).normal_(5, 1);
        }

        using var again = ItemSamples.Internalization(ranker, _shop.Library);
        Assert.Equal(before, again.Hidden(all).ToArray());
    }

    [Fact]
    public void Collaborative_SharesOutByStrength_AmongNeighborsThatHaveATermId()
    {
        using var model = _shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        var without = Enumerable.Range(0, 30).First(item => !_shop.Library.HasTermId(item));
        int[] with = [.. Enumerable.Range(0, 30).Where(_shop.Library.HasTermId).Take(3)];
        var lists = Enumerable.Range(0, 30).Select(_ => Array.Empty<Neighbor>()).ToArray();
        lists[with[0]] = [new(with[1], 0.6f), new(without, 0.5f), new(with[2], 0.2f)];
        lists[with[1]] = [new(without, 1)];
        using var samples = ItemSamples.Collaborative(ranker, _shop.Library, new NeighborTable(lists));

        var shares = Assert.Single(samples.Targets([.. Enumerable.Range(0, samples.Count)]));
        Assert.Equal([with[1], with[2]], shares.Select(share => share.Item));
        Assert.Equal(0.75, shares[0].Share, 1e-6);
        Assert.Equal(0.25, shares[1].Share, 1e-6);
        TensorExtensions.AssertNear(ranker.Encode([[with[0]]]).ToArray(), samples.Hidden([0]).ToArray(), 1e-5);
    }

    [Fact]
    public void Masses_OfShares_AreSummedOverThePath()
    {
        using var model = _shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        var nodes = new BranchingNodes(_shop.Library.Trie);
        using var targets = new TeacherTargets(nodes, ranker.UnitItems, ranker.Temperature, repeatShare: 0);
        int[] items = [.. Enumerable.Range(0, 30).Where(_shop.Library.HasTermId).Take(2)];
        ItemShare[][] shares = [[new(items[0], 0.25f), new(items[1], 0.75f)], []];

        var masses = targets.Masses(shares).ToArray();

        for (var node = 0; node < nodes.Nodes.Length; node++)
        {
            var below = nodes.Trie.ItemsBelow(nodes.Nodes[node]).ToArray();
            Assert.Equal(shares[0].Where(share => below.Contains(share.Item)).Sum(share => share.Share), masses[node * 2], 1e-6);
            Assert.Equal(0, masses[(node * 2) + 1]);
        }
    }

    [Fact]
    public void ItemBatches_HandOutEverySampleOnce_SpreadOverTheEpoch()
    {
        using var model = _shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        using var samples = ItemSamples.Internalization(ranker, _shop.Library);
        var batches = new ItemBatches([samples], batchSize: 4, new Random(1));
        var half = batches.Until(0.5).ToArray();
        var rest = batches.Until(1).ToArray();
        var total = (samples.Count + 3) / 4;
        Assert.Equal((total + 1) / 2, half.Length);
        Assert.Equal(total, half.Length + rest.Length);
        Assert.Equal(Enumerable.Range(0, samples.Count), half.Concat(rest).SelectMany(batch => batch.Rows).Order());
        Assert.Empty(batches.Until(1));
    }
}
