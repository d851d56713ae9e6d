using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>
/// Nothing that native code still reads is freed: forced collections and finalisers in the middle of training change no bit.
/// </summary>
[Collection(typeof(TorchCollection))]
public sealed class CollectionStressTests
{
    [Fact]
    public void TrainEpoch_GivesTheSameBitsWhileTheGarbageCollectorRuns()
    {
        var quiet = Train();

        var (stop, collections) = (false, 0);
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                collections++;
            }
        });
        collector.Start();
        int[] disturbed;
        try
        {
            disturbed = Train();
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }

        Assert.Equal(quiet, disturbed);
        Assert.True(collections > 3, $"Only {collections} collections ran.");
    }

    private static int[] Train()
    {
        var shop = new TinyShop(users: 60);
        var options = new RankOptions { Width = 16, BatchSize = 4, Epochs = 3, WarmupSteps = 5 };
        using var ranker = new RankerModel(TinyShop.Shape, MemberKind.Full, shop.Inputs, CPU);
        using var rankTrainer = new RankTrainer(options, ranker, shop.Library, shop.Split);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            rankTrainer.TrainEpoch(new EpochCourse(epoch, new ProgressProbe(), CancellationToken.None));
        }

        using var encoder = new TorchRanker(ranker);
        using var model = GeneratorArtifact.Create(encoder.UnitItems, shop.Library);
        using var trainer = new GeneratorTrainer(
            new CompactTrainingOptions { BatchSize = 16 }, model, encoder, RankerArtifact.Snapshot(ranker, shop.Library), shop.Library,
            shop.Split);
        trainer.TrainEpoch(new EpochCourse(1, new ProgressProbe(), CancellationToken.None));
        return [.. ranker.Parameters.Values.ToBits(), .. model.Parameters.Values.ToBits()];
    }
}
