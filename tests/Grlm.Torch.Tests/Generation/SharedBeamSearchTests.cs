using CsCheck;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class SharedBeamSearchTests
{
    private const int Vocabulary = 40;
    private const int End = Vocabulary - 1;

    private static readonly Gen<int[]> _prompt = Gen.Int[0, Vocabulary - 1].Array[1, 30];

    private static readonly Gen<int[][]> _library = Gen.Int[0, 5].Array[1, 6].Array[4, 40]
        .Select(sequences => sequences.Select(sequence => (int[])[.. sequence, End]).ToArray());

    [Fact]
    public void Search_Free_EqualsReadingEveryBeamFromItsBeginning()
    {
        var settings =
            from beams in Gen.Int[1, 5]
            from length in Gen.Int[1, 5]
            from endTokens in Gen.Int[0, Vocabulary - 1].Array[0, 3]
            from closing in Gen.Int[0, Vocabulary - 1].Array[0, 3]
            from penalty in Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Const(0.6))
            select new BeamSearchSettings
            {
                Beams = beams,
                MaximumNewTokens = length,
                EndTokens = [.. endTokens.Distinct()],
                LengthPenalty = penalty,
                ClosingTokens = closing.ToHashSet()
            };
        Gen.Select(Gen.Int[0, 1_000], settings, _prompt.Array[1, 3]).Sample(
            (seed, settings, prompts) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary);
                using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1);

                var found = Search(inference).Search(prompts, null, settings, CancellationToken.None);

                for (var row = 0; row < prompts.Length; row++)
                {
                    ReferenceBeams.AssertEqual(NaiveBeamSearch.Search(network, prompts[row], settings), found[row], settings.Beams,
                        $"prompt {row}");
                }
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void Search_Constrained_EqualsTheNaiveSearch_HoweverFarItReadsAhead()
    {
        Gen.Select(Gen.Int[0, 1_000], _prompt.Array[1, 2], _library, Gen.Int[1, 6], Gen.Int[0, 9]).Sample(
            (seed, prompts, library, beams, ahead) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary);
                using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1);
                var trie = new TokenTrie(library);
                var settings = Settings(beams);

                var found = Search(inference, ahead).Search(prompts, [.. prompts.Select(_ => trie)], settings, CancellationToken.None);

                for (var row = 0; row < prompts.Length; row++)
                {
                    Assert.All(found[row], beam => Assert.Contains(library, item => item.AsSpan().SequenceEqual(beam.Tokens)));
                    var expected = NaiveBeamSearch.Search(network, prompts[row], settings,
                        (prefix, token) => library.Any(item => item.AsSpan().StartsWith([.. prefix, token])));
                    ReferenceBeams.AssertEqual(expected, found[row], settings.Beams, $"prompt {row}");
                }
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void Search_GivesTheSameBits_InAnyBatch_OnAnyNumberOfThreads_WithAnythingInTheCache()
    {
        using var network = RandomNetwork.Create(seed: 3, Vocabulary);
        using var one = new InferenceNetwork(new NetworkWeights(network), threads: 1);
        using var two = new InferenceNetwork(new NetworkWeights(network), threads: 2);
        Gen.Select(_prompt, _prompt.Array[0, 12], _prompt.Array[1, 3], _library, Gen.Int[1, 40]).Sample(
            (instruction, ends, others, library, beams) =>
            {
                int[][] prompts = [.. ends.Select(end => (int[])[.. instruction, .. end]), .. others];
                var trie = new TokenTrie(library);
                var shared = new SharedBeamSearch(two, new PrefixCache(1 << 16), maximumBytes: 1 << 17) { MostAhead = 5 };
                for (var time = 0; time < 2; time++)
                {
                    var together = shared.Search(prompts, [.. prompts.Select(_ => trie)], Settings(beams), CancellationToken.None);
                    for (var row = 0; row < prompts.Length; row++)
                    {
                        var alone = Search(one, ahead: 0, cacheBytes: 0).Search([prompts[row]], [trie],
                            Settings(beams), CancellationToken.None)[0];
                        Assert.Equal(alone.Select(sequence => sequence.Score), together[row].Select(sequence => sequence.Score));
                        Assert.Equal(alone.SelectMany(sequence => sequence.Tokens), together[row].SelectMany(sequence => sequence.Tokens));
                    }
                }
            },
            iter: 15,
            threads: 1);
    }

    [Fact]
    public void Search_WithAViewForEachPrompt_EqualsSearchesOfSmallerLibraries()
    {
        using var network = RandomNetwork.Create(seed: 4, Vocabulary);
        using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1);
        Gen.Select(_prompt.Array[1, 3], _library, Gen.Bool.Array[40], Gen.Int[1, 6]).Sample(
            (prompts, library, shown, beams) =>
            {
                var trie = new TokenTrie(library);
                bool Shows(int leaf) => shown[leaf % shown.Length];
                var hidden = Enumerable.Range(0, trie.LeafCount).Where(leaf => !Shows(leaf)).ToArray();
                int[][] rest = [.. library.Where((_, sequence) => Shows(trie.LeafOf(sequence)))];
                ITokenConstraint[] views = [.. prompts.Select(_ => new TokenTrieView(trie, null, hidden))];

                var found = Search(inference).Search(prompts, views, Settings(beams), CancellationToken.None);

                ITokenConstraint[]? smaller = rest.Length == 0 ? null : [.. prompts.Select(_ => new TokenTrie(rest))];
                var expected = smaller is null ? null : Search(inference).Search(prompts, smaller, Settings(beams), CancellationToken.None);
                for (var row = 0; row < prompts.Length; row++)
                {
                    Assert.Equal(
                        expected?[row].Select(sequence => string.Join(' ', sequence.Tokens)) ?? [],
                        found[row].Select(sequence => string.Join(' ', sequence.Tokens)));
                }
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Search_EqualsTheReferenceImplementation_OnTheGoldenModels()
    {
        foreach (var folder in GoldenModel.FoldersWith("golden_beam_search.json"))
        {
            using var network = GoldenModel.Network(folder);
            using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1);
            foreach (var (number, golden) in GoldenModel.Json(folder, "golden_beam_search.json").AsArray().Index())
            {
                var (prompts, settings, trie, expected) = GoldenBeams.Read(golden!);
                var found = Search(inference).Search(prompts, trie is null ? null : [.. prompts.Select(_ => trie)], settings,
                    CancellationToken.None);
                ReferenceBeams.AssertEqual(expected, [.. found.SelectMany(row => row)], settings.Beams, $"{folder}, case {number}");
            }
        }
    }

    [Fact]
    public void Search_RefusesBadPromptsAndWeights_AndStopsWhenAskedTo()
    {
        using var network = RandomNetwork.Create(seed: 1, maximumPositions: 8);
        using (var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1))
        {
            Assert.Throws<InvalidInputException>(() => Search(inference).Search([[1], []], null, Settings(2), CancellationToken.None));
            Assert.Throws<InvalidInputException>(() => Search(inference).Search([new int[8]], null, Settings(2), CancellationToken.None));
            Assert.ThrowsAny<OperationCanceledException>(
                () => Search(inference).Search([[1]], null, Settings(2), new CancellationToken(canceled: true)));
            var cut = Search(inference).Search([[1, 2, 3, 4, 5], [1]], null, new BeamSearchSettings { Beams = 2, MaximumNewTokens = 20 },
                CancellationToken.None);
            Assert.All(cut[0], sequence => Assert.Equal(3, sequence.Tokens.Length));
            Assert.All(cut[1], sequence => Assert.Equal(7, sequence.Tokens.Length));
        }

        network.Weights.Parameters.Values.copy_(TorchSharp.torch.tensor([float.NaN]));
        using var damaged = new InferenceNetwork(new NetworkWeights(network), threads: 1);
        Assert.Throws<InvalidInputException>(() => Search(damaged).Search([[1]], null, Settings(2), CancellationToken.None));
    }

    private static SharedBeamSearch Search(InferenceNetwork network, int ahead = 3, long cacheBytes = 1 << 20)
        => new(network, new PrefixCache(cacheBytes)) { MostAhead = ahead };

    private static BeamSearchSettings Settings(int beams)
        => new() { Beams = beams, MaximumNewTokens = 8, EndTokens = [End], LengthPenalty = 0 };
}
