using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>The real model writes what the reference implementation writes with it.</summary>
[Collection(typeof(TorchCollection))]
public sealed class GoldenSmolLM2GenerationTests
{
    /// <summary>Thirty layers and a dozen tokens add up more rounding than a tiny model's.</summary>
    private const double Tolerance = 1e-3;

    private static readonly LanguageModelOptions _options = new() { Device = "cpu", Precision = Precision.Float32, Threads = 2 };

    [Fact]
    public void Generate_Greedy_EqualsTheReferenceImplementation_AllInOneBatch()
    {
        var golden = Golden();
        using var model = Load();
        var cases = golden["greedy"]!.AsArray();
        var expected = cases.Select(test => Tokens(test!["new_ids"]!)).ToArray();

        var rows = new TokenGeneration(model.Network).Generate(
            [.. cases.Select((test, index) => new TokenRequest(
                Tokens(test!["input_ids"]!), new TextGenerationOptions { MaximumNewTokens = expected[index].Length },
                model.GenerationDefaults.EndTokens))],
            CancellationToken.None);

        Assert.NotEmpty(expected);
        for (var row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row], rows[row].Written);
            Assert.Equal(cases[row]!["text"]!.GetValue<string>(), model.Tokenizer.Decode(rows[row].Written));
        }
    }

    [Fact]
    public void Search_EqualsTheReferenceImplementation()
    {
        var golden = Golden();
        using var model = Load();
        Assert.NotEmpty(golden["beam"]!.AsArray());
        foreach (var (number, test) in golden["beam"]!.AsArray().Index())
        {
            var settings = Settings(model, test!, test!["max_new_tokens"]!.GetValue<int>());
            var found = new BeamSearch(model.Network).Search([Tokens(test["input_ids"]!)], null, settings, CancellationToken.None)[0];
            var expected = GoldenModel.Rows(test["sequences"]!)
                .Zip(GoldenModel.Flat(test["scores"]!), (tokens, score) => new GeneratedSequence(Cut(tokens, settings.EndTokens), score));
            ReferenceBeams.AssertEqual([.. expected], found, settings.Beams, $"case {number}", Tolerance);
        }
    }

    [Fact]
    public void Search_Constrained_EqualsTheReferenceImplementation()
    {
        var golden = Golden();
        using var model = Load();
        int[][] library = [.. golden["library"]!.AsArray().Select(tid => Encode(model, tid!.GetValue<string>()))];
        var trie = new TokenTrie(library);
        Assert.NotEmpty(golden["constrained"]!.AsArray());
        foreach (var (number, test) in golden["constrained"]!.AsArray().Index())
        {
            var settings = Settings(model, test!, library.Max(tid => tid.Length));
            var found = new BeamSearch(model.Network).Search([Tokens(test!["input_ids"]!)], [trie], settings, CancellationToken.None)[0];
            var expected = test["tids"]!.AsArray()
                .Zip(GoldenModel.Flat(test["scores"]!),
                    (tid, score) => new GeneratedSequence(Encode(model, tid!.GetValue<string>()), score));
            ReferenceBeams.AssertEqual([.. expected], found, settings.Beams, $"case {number}", Tolerance);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SharedSearch_EqualsTheReferenceImplementation_AllPromptsAtOnce_WhereverItsWeightsComeFrom(bool fromLibtorch)
    {
        var golden = Golden();
        using var model = Load();
        using var managed = ManagedLanguageModel.Open(model.Folder);
        using var network = new InferenceNetwork(fromLibtorch ? new NetworkWeights(model.Network) : managed.Weights, threads: 2);
        var search = new SharedBeamSearch(network, new PrefixCache(64 << 20));
        int[][] library = [.. golden["library"]!.AsArray().Select(tid => Encode(model, tid!.GetValue<string>()))];
        var trie = new TokenTrie(library);
        foreach (var cases in golden["constrained"]!.AsArray().Select(test => test!).GroupBy(test => (int)test["num_beams"]!))
        {
            var settings = Settings(model, cases.First(), library.Max(tid => tid.Length));
            var found = search.Search([.. cases.Select(test => Tokens(test["input_ids"]!))], [.. cases.Select(_ => trie)],
                settings, CancellationToken.None);
            foreach (var (number, test) in cases.Index())
            {
                var expected = test["tids"]!.AsArray()
                    .Zip(GoldenModel.Flat(test["scores"]!),
                        (tid, score) => new GeneratedSequence(Encode(model, tid!.GetValue<string>()), score));
                ReferenceBeams.AssertEqual([.. expected], found[number], settings.Beams, $"constrained case {number}", Tolerance);
            }
        }

        foreach (var (number, test) in golden["beam"]!.AsArray().Index())
        {
            var settings = Settings(model, test!, test!["max_new_tokens"]!.GetValue<int>());
            var found = search.Search([Tokens(test["input_ids"]!)], null, settings, CancellationToken.None)[0];
            var expected = GoldenModel.Rows(test["sequences"]!)
                .Zip(GoldenModel.Flat(test["scores"]!), (tokens, score) => new GeneratedSequence(Cut(tokens, settings.EndTokens), score));
            ReferenceBeams.AssertEqual([.. expected], found, settings.Beams, $"free case {number}", Tolerance);
        }
    }

    private static JsonNode Golden() => JsonNode.Parse(File.ReadAllText(Repository.SharedFile("golden/smollm2/golden_smollm2.json")))!;

    private static LanguageModel Load()
        => LanguageModel.Load(Path.GetDirectoryName(Repository.SharedFile("models/SmolLM2-135M-Instruct/config.json"))!, _options);

    private static BeamSearchSettings Settings(LanguageModel model, JsonNode test, int length) => new()
    {
        Beams = test["num_beams"]!.GetValue<int>(),
        MaximumNewTokens = length,
        LengthPenalty = test["length_penalty"]!.GetValue<double>(),
        EndTokens = model.GenerationDefaults.EndTokens,
    };

    private static int[] Encode(LanguageModel model, string tid) => [.. model.Tokenizer.Encode(tid), model.GenerationDefaults.EndTokens[0]];

    private static int[] Tokens(JsonNode node) => [.. node.AsArray().Select(token => token!.GetValue<int>())];

    private static int[] Cut(int[] tokens, IReadOnlyList<int> endTokens)
    {
        var end = Array.FindIndex(tokens, endTokens.Contains);
        return end < 0 ? tokens : tokens[..(end + 1)];
    }
}
