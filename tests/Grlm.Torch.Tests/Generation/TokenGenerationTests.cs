using CsCheck;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TokenGenerationTests
{
    private const int Vocabulary = 24;

    private static readonly Gen<int[]> _prompt = Gen.Int[0, Vocabulary - 1].Array[1, 8];

    [Fact]
    public void Generate_WithTheCache_ChoosesWhatReadingFromTheBeginningChooses_InAnyBatch()
    {
        Gen.Select(Gen.Int[0, 1_000], Gen.OneOf(Gen.Const("qwen3"), Gen.Const("qwen2"), Gen.Const("llama")), _prompt.Array[1, 4],
            Gen.Int[1, 10]).Sample(
            (seed, type, prompts, length) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary, type);
                var options = new TextGenerationOptions { MaximumNewTokens = length };

                var rows = new TokenGeneration(network).Generate([.. prompts.Select(prompt => new TokenRequest(prompt, options, [3, 5]))],
                    CancellationToken.None);

                for (var row = 0; row < prompts.Length; row++)
                {
                    Assert.Equal(Greedy(network, prompts[row], length, [3, 5]), rows[row].Written);
                    Assert.Equal(rows[row].Written[^1] is 3 or 5 ? StopReason.End : StopReason.Length, rows[row].Stop);
                }
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Generate_OfAPromptLongerThanAPass_EqualsReadingItAtOnce()
    {
        using var network = RandomNetwork.Create(seed: 5, Vocabulary, maximumPositions: 2_048);
        int[] prompt = [.. Enumerable.Range(0, 1_100).Select(place => place * place % Vocabulary)];
        var options = new TextGenerationOptions { MaximumNewTokens = 3 };

        var rows = new TokenGeneration(network).Generate([new(prompt, options, []), new([1, 2], options, [])], CancellationToken.None);

        Assert.Equal(Greedy(network, prompt, 3, []), rows[0].Written);
        Assert.Equal(Greedy(network, [1, 2], 3, []), rows[1].Written);
    }

    [Fact]
    public void Generate_DrawsTheSameWithTheSameSeed_WhateverTheBatch()
    {
        using var network = RandomNetwork.Create(seed: 3);
        var options = new TextGenerationOptions
        {
            MaximumNewTokens = 12,
            Temperature = 1.5,
            TopK = 12,
            TopP = 0.95,
            MinP = 0.01,
            RepetitionPenalty = 1.1,
            Seed = 7
        };
        var request = new TokenRequest([1, 2, 3], options, []);
        var generation = new TokenGeneration(network);

        var alone = generation.Generate([request], CancellationToken.None)[0].Written;
        var together = generation.Generate([request with { Prompt = [4], Options = options with { Seed = 1 } }, request],
            CancellationToken.None)[1].Written;
        var otherwise = generation.Generate([request with { Options = options with { Seed = 8 } }], CancellationToken.None)[0].Written;

        Assert.Equal(alone, together);
        Assert.NotEqual(alone, otherwise);
    }

    [Fact]
    public void Generate_DrawsTokensAsOftenAsTheyAreProbable()
    {
        const int Draws = 4_000;
        var sampler = new TokenSampler(new TextGenerationOptions { Temperature = 1, Seed = 11 });
        var counts = new int[3];
        for (var draw = 0; draw < Draws; draw++)
        {
            counts[sampler.Choose([MathF.Log(0.6f), MathF.Log(0.3f), MathF.Log(0.1f)], [])]++;
        }

        // Four standard deviations of a binomial.
        Assert.All(
            counts.Zip([0.6, 0.3, 0.1]),
            pair => Assert.InRange(pair.First, (Draws * pair.Second) - (4 * Math.Sqrt(Draws * pair.Second * (1 - pair.Second))),
                (Draws * pair.Second) + (4 * Math.Sqrt(Draws * pair.Second * (1 - pair.Second)))));
    }

    [Fact]
    public void Generate_Constrained_NeverLeavesTheTrie_GreedyOrDrawn()
    {
        const int End = Vocabulary - 1;
        Gen.Select(Gen.Int[0, 1_000], _prompt, Gen.Int[0, Vocabulary - 2].Array[1, 4].Array[1, 20],
            Gen.OneOf(Gen.Const(0.0), Gen.Const(2.0))).Sample(
            (seed, prompt, sequences, temperature) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary);
                int[][] library = [.. sequences.Select(item => (int[])[.. item, End])];
                var options = new TextGenerationOptions { MaximumNewTokens = 8, Temperature = temperature, NoRepeatNgram = 1, Seed = seed };

                var row = new TokenGeneration(network).Generate([new(prompt, options, [End]) { Constraint = new TokenTrie(library) }],
                    CancellationToken.None)[0];

                Assert.Contains(library, item => item.AsSpan().SequenceEqual(row.Written));
                Assert.Equal(StopReason.End, row.Stop);
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Generate_TellsEveryTokenAndEndsWhenTold()
    {
        using var network = RandomNetwork.Create(seed: 2);
        List<int> heard = [];
        var request = new TokenRequest([1, 2], new TextGenerationOptions { MaximumNewTokens = 9 }, [])
        {
            OnToken = token =>
            {
                heard.Add(token);
                return heard.Count == 4;
            },
        };

        var row = new TokenGeneration(network).Generate([request], CancellationToken.None)[0];

        Assert.Equal(heard, row.Written);
        Assert.Equal((4, StopReason.Stopped), (row.Written.Length, row.Stop!.Value));
    }

    private static int[] Greedy(CausalNetwork network, int[] prompt, int length, int[] endTokens)
    {
        List<int> written = [];
        while (written.Count < length && !(written.Count > 0 && endTokens.Contains(written[^1])))
        {
            var logits = RandomNetwork.LogitsBehind(network, [.. prompt, .. written]);
            written.Add(Array.IndexOf(logits, logits.Max()));
        }

        return [.. written];
    }
}
