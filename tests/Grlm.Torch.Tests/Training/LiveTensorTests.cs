namespace Grlm.Torch.Tests;

/// <summary>Training leaves no tensor behind, not even to the garbage collector.</summary>
[Collection(typeof(TorchCollection))]
public sealed class LiveTensorTests
{
    private const int Steps = 200;

    private readonly TinyShop _shop = new(users: 60);

    [Fact]
    public void RankTrainer_HoldsNoMoreTensorsAfterManySteps()
    {
        using var model = _shop.CreateRanker();
        using var trainer = new RankTrainer(new RankOptions { BatchSize = 8, Epochs = 100 }, model, _shop.Library, _shop.Split);
        AssertFlat(trainer);
    }

    [Fact]
    public void GeneratorTrainer_HoldsNoMoreTensorsAfterManySteps()
    {
        using var rankerModel = _shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = _shop.CreateGenerator(ranker);
        using var trainer = new GeneratorTrainer(
            new CompactTrainingOptions { BatchSize = 32, Epochs = 100 }, model, ranker, RankerArtifact.Snapshot(rankerModel, _shop.Library),
            _shop.Library, _shop.Split);
        AssertFlat(trainer);
    }

    private static void AssertFlat(ITrainable trainer)
    {
        trainer.TrainEpoch(new EpochCourse(1, new ProgressProbe(), CancellationToken.None));
        var before = LiveTensors.Count();
        for (var epoch = 2; trainer.Optimizer.Steps < Steps; epoch++)
        {
            trainer.TrainEpoch(new EpochCourse(epoch, new ProgressProbe(), CancellationToken.None));
            trainer.Validate(new ProgressProbe(), CancellationToken.None);
        }

        LiveTensors.AssertCount(before);
    }
}
