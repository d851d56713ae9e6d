namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GeneratorTrainerTests
{
    [Fact]
    public void TrainEpoch_LearnsAndLeavesTheRankerAlone()
    {
        var shop = new TinyShop(users: 80, withoutTermId: 7);
        using var ranker = shop.CreateRanker();
        using var encoder = new TorchRanker(ranker);
        using var model = GeneratorArtifact.Create(encoder.UnitItems, shop.Library);
        using var trainer = new GeneratorTrainer(
            new TrainOptions { Epochs = 8, BatchSize = 64, LearningRate = 0.01 }, model, encoder, RankerArtifact.Snapshot(ranker, shop.Library), shop.Library, shop.Split);
        var before = ranker.Parameters.Values.ToBits();

        var losses = Enumerable.Range(1, 6).Select(epoch => trainer.TrainEpoch(epoch, new ProgressProbe(), CancellationToken.None)).ToArray();

        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.True(losses[^1] < losses[0] - 0.1, string.Join(", ", losses));
        Assert.Equal(before, ranker.Parameters.Values.ToBits());
        Assert.All(model.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }
}
