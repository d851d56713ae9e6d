using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class PreferenceTrainerTests
{
    private static readonly PreferenceOptions _options = new()
    {
        PreferenceEpochs = 6,
        PreferenceLearningRate = 0.01,
        GroupSize = 4,
        BatchSize = 32,
        KlWeight = 0.1
    };

    [Fact]
    public void Weigh_RaisesTheRightTermIdAndPullsBackWhatHasMoved()
    {
        // Rewards 1 and -1/2 have the advantages 1 and -1. The first has twice its old probability: p0/p - 1 = -1/2; the second is
        // unchanged.
        var group = new PreferenceGroup([7, 9], [Math.Log(0.6), Math.Log(0.2)], Right: 0);
        var (weights, figures) = PreferenceTrainer.Weigh(group, [Math.Log(0.3), Math.Log(0.2)], _options with { RankPenalty = 0.5 });

        Assert.Equal((1 - (0.1 * 0.5)) / 2, weights[0], 1e-9);
        Assert.Equal(-1.0 / 2, weights[1], 1e-9);
        Assert.Equal((0.75 * 1) - (0.25 * 0.5), figures.Reward, 1e-9); // drawn by probability within the group
        Assert.Equal(1, figures.Hits);
        Assert.Equal((0.5 - 1 + Math.Log(2)) / 2, figures.Divergence, 1e-9);
    }

    [Fact]
    public void Weigh_OnlyPullsBack_WhereTheRightTermIdWasNotWritten()
    {
        var group = new PreferenceGroup([7, 9], [Math.Log(0.5), Math.Log(0.25)], Right: -1);
        var (weights, figures) = PreferenceTrainer.Weigh(group, [Math.Log(0.25), Math.Log(0.5)], _options);
        Assert.Equal(0.1 * -0.5 / 2, weights[0], 1e-9);
        Assert.Equal(0.1 * 1 / 2, weights[1], 1e-9);
        Assert.Equal((0, 0), (figures.Hits, figures.Reward));
    }

    [Fact]
    public void LogProbabilities_AreThoseOfTheDecoder_AndMassesSumWeightsOverPaths()
    {
        using var scope = NewDisposeScope();
        var shop = new TinyShop(items: 30, length: 3);
        using var rankerModel = shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = shop.CreateGenerator(ranker);
        using var loss = new GeneratorLoss(model);
        var histories = shop.RandomHistories(5);
        var hidden = ranker.Encode(histories);
        int[][] leaves =
            [.. histories.Select((_, place) => new[] { shop.Library.Trie.LeafOf(place), shop.Library.Trie.LeafOf(29 - place) })];
        double[][] weights = [.. histories.Select((_, place) => new[] { 0.5 + place, -1.0 })];

        var logProbabilities = loss.LogProbabilities(hidden, leaves);
        var generated = GeneratorArtifact.Snapshot(model, RankerArtifact.Snapshot(rankerModel, shop.Library), shop.Library)
            .Generate([.. histories.Select(history => new GenerationRequest(history, GenerationRequest.NothingExcluded))],
                beams: 30, TestContext.Current.CancellationToken);
        for (var history = 0; history < leaves.Length; history++)
        {
            var termId = shop.Library.TermIdOf(shop.Library.Trie.ItemsBelow(leaves[history][0])[0]);
            Assert.Equal(generated[history].Single(one => one.TermId.Equals(termId)).LogProbability, logProbabilities[history][0], 0.1);
        }

        var masses = loss.Masses(leaves, weights).ToArray();
        for (var node = 0; node < model.Nodes.Nodes.Length; node++)
        {
            var below = model.Nodes.Trie.ItemsBelow(model.Nodes.Nodes[node]).ToArray().Select(shop.Library.Trie.LeafOf).ToHashSet();
            for (var history = 0; history < leaves.Length; history++)
            {
                var expected = leaves[history].Zip(weights[history]).Where(pair => below.Contains(pair.First)).Sum(pair => pair.Second);
                Assert.Equal(expected, masses[(node * leaves.Length) + history], 1e-5);
            }
        }
    }

    [Fact]
    public void TrainEpoch_RaisesTheRewardAndLeavesNoTensor()
    {
        var shop = new TinyShop(users: 80, withoutTermId: 7);
        using var rankerModel = shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = shop.CreateGenerator(ranker);
        using var trainer = new PreferenceTrainer(_options, model, ranker, RankerArtifact.Snapshot(rankerModel, shop.Library),
            shop.Library, shop.Split);
        trainer.TrainEpoch(new EpochCourse(1, new ProgressProbe(), CancellationToken.None));
        var (first, before) = (trainer.Preference!, LiveTensors.Count());
        for (var epoch = 2; epoch <= _options.PreferenceEpochs; epoch++)
        {
            trainer.TrainEpoch(new EpochCourse(epoch, new ProgressProbe(), CancellationToken.None));
        }

        LiveTensors.AssertCount(before);
        Assert.True(trainer.Preference!.Reward > first.Reward, $"{first} {trainer.Preference}");
        Assert.True(trainer.Preference.Divergence > first.Divergence);
    }
}
