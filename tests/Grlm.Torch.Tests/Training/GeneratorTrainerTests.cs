namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GeneratorTrainerTests
{
    [Fact]
    public void TrainEpoch_LearnsNotToRepeatWhereNobodyDoes()
    {
        var random = new Random(3);
        int[][] histories = [.. Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 40).OrderBy(_ => random.Next()).Take(7).ToArray())];
        var split = new LeaveOneOutSplit(new UserHistories(
            [.. histories.Select((_, user) => $"u{user}")], [.. Enumerable.Range(0, 61).Select(user => 7 * user)],
            [.. histories.SelectMany(history => history)])).Training;
        var shop = new TinyShop(termsOfSlot: 9); // hardly a collision: what was seen is known by its TID
        using var ranker = shop.CreateRanker();
        using var encoder = new TorchRanker(ranker);
        using var model = GeneratorArtifact.Create(encoder.UnitItems, shop.Library);
        var inference = RankerArtifact.Snapshot(ranker, shop.Library);
        using var trainer = new GeneratorTrainer(new CompactTrainingOptions { Epochs = 2, BatchSize = 64 }, model, encoder, inference,
            shop.Library, split);
        trainer.TrainEpoch(new EpochCourse(1, new ProgressProbe(), CancellationToken.None));

        var generated = GeneratorArtifact.Snapshot(model, inference, shop.Library)
            .Generate([.. histories.Select(history => new GenerationRequest(history, GenerationRequest.NothingExcluded))],
                10, TestContext.Current.CancellationToken);

        var repeats = histories.Zip(generated,
            (history, termIds) => termIds.Count(termId => shop.Library.ItemsOf(termId.TermId).ToArray().All(history.Contains)));
        Assert.InRange(repeats.Sum(), 0, 6); // of 600; chance alone would make 105
    }

    [Fact]
    public void TrainEpoch_LearnsAndLeavesTheRankerAlone()
    {
        var shop = new TinyShop(users: 80, withoutTermId: 7);
        using var ranker = shop.CreateRanker();
        using var encoder = new TorchRanker(ranker);
        using var model = GeneratorArtifact.Create(encoder.UnitItems, shop.Library);
        using var trainer = new GeneratorTrainer(
            new CompactTrainingOptions { Epochs = 8, BatchSize = 64, LearningRate = 0.01 },
            model, encoder, RankerArtifact.Snapshot(ranker, shop.Library), shop.Library, shop.Split);
        var before = ranker.Parameters.Values.ToBits();

        var losses = Enumerable.Range(1,
            6).Select(epoch => trainer.TrainEpoch(new EpochCourse(epoch, new ProgressProbe(), CancellationToken.None))).ToArray();

        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.True(losses[^1] < losses[0] - 0.1, string.Join(", ", losses));
        Assert.Equal(before, ranker.Parameters.Values.ToBits());
        Assert.All(model.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }
}
