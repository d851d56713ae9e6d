using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class BehaviorSamplesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Samples_HoldTrainingInteractionsAlone(int seed)
    {
        using var scope = NewDisposeScope();
        var shop = new TinyShop(seed, users: 25);
        using var model = shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        var histories = shop.Split.Histories();
        var behavior = new BehaviorSamples(ranker, histories);
        for (var user = 0; user < behavior.Count; user++)
        {
            using var prepared = behavior.Prepare([user]);
            var observed = prepared.Samples;
            Assert.Equal(observed.Count, prepared.Vectors(CancellationToken.None).shape[0]);
            Assert.All(observed, sample =>
            {
                var place = sample.History.Offset + sample.History.Count;
                Assert.Same(histories[user], sample.History.Array);
                Assert.Equal(histories[user][place], sample.Next); // a training interaction, and the one behind the history
            });

            using var both = behavior.Prepare([user], new Random(seed));
            var all = both.Samples;
            Assert.All(all, sample => Assert.Subset(histories[user].ToHashSet(), sample.History.ToHashSet()));
            Assert.All(all.Skip(observed.Count), sample => Assert.Equal(-1, sample.Next));
        }
    }
}
