namespace Grlm.Torch.Tests;

/// <summary>Generating leaves no tensor behind, not even to the garbage collector, and no memory.</summary>
[Collection(typeof(TorchCollection))]
public sealed class GenerationLeakTests
{
    private const int Generations = 1_000;

    [Fact]
    public void Generations_HoldNoTensorsAndNoMemory()
    {
        const int End = 23;
        using var network = RandomNetwork.Create(seed: 4);
        using var inference = new InferenceNetwork(new NetworkWeights(network), threads: 1);
        var shared = new SharedBeamSearch(inference, new PrefixCache(1 << 16));
        var trie = new TokenTrie([[1, 2, End], [1, 3, End], [4, 5, 6, End]]);
        var settings = new BeamSearchSettings { Beams = 3, MaximumNewTokens = 3, EndTokens = [End] };
        var options = new TextGenerationOptions { MaximumNewTokens = 3, Temperature = 1, Seed = 1 };

        Generate(Generations / 10);
        var (tensors, memory) = (LiveTensors.Count(), Environment.WorkingSet);
        Generate(Generations);

        LiveTensors.AssertCount(tensors);
        Assert.InRange(Environment.WorkingSet, 0, memory + (32L << 20));

        void Generate(int times)
        {
            for (var time = 0; time < times; time++)
            {
                _ = (time % 4) switch
                {
                    0 => new BeamSearch(network).Search([[1, 2], [3]], null, settings, CancellationToken.None).Count,
                    1 => new BeamSearch(network).Search([[1, 2], [3]], [trie, trie], settings, CancellationToken.None).Count,
                    2 => shared.Search([[1, 2], [3]], [trie, trie], settings, CancellationToken.None).Count,
                    _
                        => new TokenGeneration(network).Generate([new([1, 2], options, [End]), new([3], options, [])],
                            CancellationToken.None).Count,
                };
            }

            GC.Collect();
        }
    }
}
