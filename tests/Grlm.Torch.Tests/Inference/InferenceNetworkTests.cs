using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class InferenceNetworkTests
{
    private const int Vocabulary = 50;

    private static readonly Gen<int[]> _text = Gen.Int[0, Vocabulary - 1].Array[1, 40];

    [Fact]
    public void Read_EqualsTheNetworkThatItWasMadeOf_ForAllFamilies()
    {
        Gen.Select(Gen.Int[0, 1_000], Gen.OneOf(Gen.Const("qwen3"), Gen.Const("qwen2"), Gen.Const("llama")),
            _text, Gen.Int[0, 40].Array[0, 3]).Sample(
            (seed, type, text, cuts) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary, type);
                using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1);

                var logits = InferenceReading.LogitsBehind(inference, text, cuts);

                Assert.InRange(GoldenModel.LargestDifference(RandomNetwork.LogitsBehind(network, text), logits), 0, 1e-4);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Read_EqualsTheNetworkThatItWasMadeOf_OnAllGoldenModels()
    {
        foreach (var folder in GoldenModel.FoldersWith("config.json")
            .Where(folder => Directory.EnumerateFiles(folder, "*.safetensors").Any()))
        {
            using var network = GoldenModel.Network(folder);
            using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 2);
            var random = new Random(1);
            int[] text = [.. Enumerable.Range(0,
                Math.Min(90, network.Config.MaximumPositions)).Select(_ => random.Next(network.Config.VocabularySize))];

            var logits = InferenceReading.LogitsBehind(inference, text, cuts: [31]);

            Assert.True(GoldenModel.LargestDifference(RandomNetwork.LogitsBehind(network, text), logits) < 1e-4, folder);
        }
    }

    [Fact]
    public void Read_GivesTheSameBits_HoweverTheTextIsCut_WhateverGoesAlong_OnAnyNumberOfThreads()
    {
        using var network = RandomNetwork.Create(seed: 5, Vocabulary);
        using var one = new InferenceNetwork(new NetworkWeights(network), threads: 1);
        using var three = new InferenceNetwork(new NetworkWeights(network), threads: 3);
        Gen.Select(_text, Gen.Int[0, 40].Array[0, 4], _text.Array[0, 3]).Sample(
            (text, cuts, companions) => Assert.Equal(
                InferenceReading.LogitsBehind(one, text, []), InferenceReading.LogitsBehind(three, text, cuts, companions)),
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Read_WithHalfWeights_ComputesInSinglePrecision()
    {
        using var network = RandomNetwork.Create(seed: 6, Vocabulary);
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            network.Weights.Parameters.Values.copy_(
                network.Weights.Parameters.Values.to_type(ScalarType.BFloat16).to_type(ScalarType.Float32));
        }

        using var exact = new InferenceNetwork(new NetworkWeights(network), threads: 1);
        using var half = HalfOf(network);
        using var fromHalf = new InferenceNetwork(new NetworkWeights(half), threads: 1);
        int[] text = [1, 2, 3, 4, 5, 6, 7];

        var logits = InferenceReading.LogitsBehind(fromHalf, text, []);

        Assert.Equal(InferenceReading.LogitsBehind(exact, text, []), logits);
        Assert.InRange(GoldenModel.LargestDifference(RandomNetwork.LogitsBehind(network, text), logits), 0, 1e-4);
    }

    [Fact]
    public void Scores_AreExactLogProbabilities_AndTheBestTokens()
    {
        using var network = RandomNetwork.Create(seed: 7, Vocabulary);
        using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 2);
        var pass = new DecodePass(inference.Shape.Group);
        pass.Add(new PassSequence([], new BeamTail(inference.Shape, 3, [])) { TailSlots = [0] });
        inference.Scores.Add([2, 31, 32, 49]);

        inference.Read(pass, [0], bestCount: 7);

        var expected = RandomNetwork.LogProbabilitiesBehind(network, [3]);
        var normalizer = inference.Scores.Normalizer(0);
        var asked = inference.Scores.Logits(0).ToArray();
        int[] tokens = [2, 31, 32, 49];
        Assert.All(tokens.Index(), entry => Assert.Equal(expected[entry.Item], asked[entry.Index] - normalizer, 1e-4));
        Assert.Equal(
            expected.Select((value, token) => (value, token)).OrderByDescending(entry => entry.value).Take(7).Select(entry => entry.token),
            inference.Scores.Best(0).Select(best => best.Token));
    }

    private static CausalNetwork HalfOf(CausalNetwork network)
    {
        var weights = LanguageModelWeights.Frozen(network.Config, ScalarType.BFloat16, CPU);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        weights.Parameters.Values.copy_(network.Weights.Parameters.Values);
        return new CausalNetwork(network.Config, weights, ScalarType.BFloat16);
    }
}
