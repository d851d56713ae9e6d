using CsCheck;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class BeamSearchTests
{
    private static readonly BeamSearchSettings _short = new() { Beams = 2, MaximumNewTokens = 2 };

    private const int Vocabulary = 24;

    private static readonly Gen<int[]> _prompt = Gen.Int[0, Vocabulary - 1].Array[1, 8];

    private static readonly Gen<BeamSearchSettings> _settings =
        from beams in Gen.Int[1, 5]
        from length in Gen.Int[1, 6]
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

    [Fact]
    public void Search_OnSharedSlots_EqualsReadingEveryBeamFromItsBeginning()
    {
        Gen.Select(Gen.Int[0, 1_000], Gen.OneOf(Gen.Const("qwen3"), Gen.Const("qwen2"), Gen.Const("llama")),
            _settings, _prompt.Array[1, 3]).Sample(
            (seed, type, settings, prompts) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary, type);
                var found = new BeamSearch(network).Search(prompts, null, settings, CancellationToken.None);
                for (var row = 0; row < prompts.Length; row++)
                {
                    ReferenceBeams.AssertEqual(NaiveBeamSearch.Search(network, prompts[row], settings), found[row], settings.Beams,
                        $"prompt {row}");
                }
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Search_Constrained_FindsTheWholeLibraryInOrderOfProbability()
    {
        const int End = Vocabulary - 1;
        var sequence = Gen.Int[0, 4].Array[1, 4];
        Gen.Select(Gen.Int[0, 1_000], _prompt, sequence.Array[1, 12]).Sample(
            (seed, prompt, sequences) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary);
                int[][] library = [.. sequences.Select(item => (int[])[.. item, End]).DistinctBy(item => string.Join(' ', item))];
                var settings = new BeamSearchSettings
                {
                    Beams = library.Length,
                    MaximumNewTokens = 8,
                    EndTokens = [End],
                    LengthPenalty = 0
                };

                var found = new BeamSearch(network).Search([prompt], [new TokenTrie(library)], settings, CancellationToken.None)[0];

                var all = library.Select(item => new GeneratedSequence(item, LogProbability(network, prompt, item)))
                    .OrderByDescending(item => item.Score);
                ReferenceBeams.AssertEqual([.. all], found, settings.Beams, "library");
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Search_Constrained_NeverLeavesTheTrie_AndEqualsTheNaiveSearch()
    {
        const int End = Vocabulary - 1;
        Gen.Select(Gen.Int[0, 1_000], _prompt.Array[1, 2], Gen.Int[0, Vocabulary - 2].Array[1, 4].Array[4, 40], Gen.Int[1, 6]).Sample(
            (seed, prompts, sequences, beams) =>
            {
                using var network = RandomNetwork.Create(seed, Vocabulary);
                int[][] library = [.. sequences.Select(item => (int[])[.. item, End])];
                var settings = new BeamSearchSettings { Beams = beams, MaximumNewTokens = 8, EndTokens = [End] };

                var trie = new TokenTrie(library);
                var found = new BeamSearch(network).Search(prompts, [.. prompts.Select(_ => trie)], settings, CancellationToken.None);

                for (var row = 0; row < prompts.Length; row++)
                {
                    Assert.All(found[row], beam => Assert.Contains(library, item => item.AsSpan().SequenceEqual(beam.Tokens)));
                    var expected = NaiveBeamSearch.Search(network, prompts[row], settings,
                        (prefix, token) => library.Any(item => item.AsSpan().StartsWith([.. prefix, token])));
                    ReferenceBeams.AssertEqual(expected, found[row], settings.Beams, $"prompt {row}");
                }
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Search_EndsWhereTheModelsPositionsEnd()
    {
        using var network = RandomNetwork.Create(seed: 1, maximumPositions: 8);
        var settings = new BeamSearchSettings { Beams = 2, MaximumNewTokens = 20 };

        var found = new BeamSearch(network).Search([[1, 2, 3, 4, 5], [1]], null, settings, CancellationToken.None);

        Assert.All(found[0], sequence => Assert.Equal(3, sequence.Tokens.Length));
        Assert.All(found[1], sequence => Assert.Equal(7, sequence.Tokens.Length));
    }

    [Fact]
    public void Search_RefusesPromptsThatAreEmptyOrLeaveNoRoom()
    {
        using var network = RandomNetwork.Create(seed: 1, maximumPositions: 8);
        using var search = new BeamSearch(network);

        Assert.Throws<InvalidInputException>(() => search.Search([[1], []], null, _short, CancellationToken.None));
        Assert.Throws<InvalidInputException>(() => search.Search([new int[8]], null, _short, CancellationToken.None));
    }

    [Fact]
    public void Search_RefusesWeightsThatAreNoNumbers()
    {
        using var network = RandomNetwork.Create(seed: 1);
        network.Weights.Parameters.Values.copy_(TorchSharp.torch.tensor([float.NaN]));

        using var search = new BeamSearch(network);

        Assert.Throws<InvalidInputException>(() => search.Search([[1]], null, _short, CancellationToken.None));
    }

    [Fact]
    public void Search_StopsWhenAskedTo()
    {
        using var network = RandomNetwork.Create(seed: 1);
        using var search = new BeamSearch(network);

        Assert.ThrowsAny<OperationCanceledException>(() => search.Search([[1]], null, _short, new CancellationToken(canceled: true)));
    }

    private static double LogProbability(CausalNetwork network, int[] prompt, int[] sequence)
        => sequence.Select((token, place) => RandomNetwork.LogProbabilitiesBehind(network, [.. prompt, .. sequence[..place]])[token]).Sum();
}
