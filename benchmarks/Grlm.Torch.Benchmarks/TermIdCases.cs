using System.Diagnostics;
using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch.Benchmarks;

/// <summary>
/// Term IDs for users: 20 beams, constrained to the whole library of a data set, behind prompts of 200 to 300 tokens made of histories of
/// that data set. The same users by the plain search, one at a time, and many at once, with every result compared.
/// </summary>
internal sealed class TermIdCases : IDisposable
{
    private const int Beams = 20;
    private const int Users = 24;
    private const int PlainUsers = 6;
    private const double Tolerance = 2e-3;

    private readonly LanguageModel _model;
    private readonly TokenizedTermIds _termIds;
    private readonly int[][] _prompts;
    private readonly BeamSearchSettings _settings;
    private readonly MatrixSpeed _single = new(ScalarType.Float32);
    private readonly MatrixSpeed _own;
    private readonly Precision _precision;

    public TermIdCases(string model, string data, Precision precision)
    {
        _precision = precision;
        _model = LanguageModel.Load(model, new LanguageModelOptions { Device = "cpu", Precision = precision });
        _own = new MatrixSpeed(_model.Network.ComputeType);
        var terms = JsonSerializer.Deserialize<Dictionary<string, string[]>>(
            File.ReadAllText(Path.Combine(data, "grlm_item_id2tid.json")))!;
        var byItem = terms.ToDictionary(entry => entry.Key, entry => new TermId([.. entry.Value]));
        var end = _model.GenerationDefaults.EndTokens[0];
        _termIds = new TokenizedTermIds(new TermLibrary([.. byItem.Values]), _model.Tokenizer, end);
        _prompts =
            [.. File.ReadLines(Path.Combine(data, "sequences.txt")).Select(line => PromptOf(line, byItem)).OfType<int[]>().Take(Users)];
        _settings = new BeamSearchSettings
        {
            Beams = Beams,
            MaximumNewTokens = _termIds.MaximumLength,
            EndTokens = [end],
            LengthPenalty = 0
        };
    }

    public void Run()
    {
        var watch = Stopwatch.StartNew();
        using var network = new InferenceNetwork(new NetworkWeights(_model.Network), get_num_threads());
        Console.WriteLine(
            $"{_precision}; {_termIds.Trie.LeafCount} TIDs, {_prompts.Length} users, prompts " +
                    $"of {_prompts.Min(p => p.Length)} to {_prompts.Max(p => p.Length)} tokens; " +
                    $"weights packed in {watch.Elapsed.TotalSeconds:F2} s");
        IReadOnlyList<ITokenConstraint> tries = [.. _prompts.Select(_ => _termIds.Trie)];
        var cold = new SharedBeamSearch(network, new PrefixCache(0));
        var warm = new SharedBeamSearch(network, new PrefixCache(1L << 30));
        _ = cold.Search([_prompts[0]], tries, _settings, CancellationToken.None);
        Speeds();
        var plain = Each(PlainUsers, prompt => new PlainBeamSearch(_model.Network, _settings).Search(_prompts[prompt], _termIds.Trie));
        Speeds();
        var torch = Each(PlainUsers,
            prompt => new BeamSearch(_model.Network).Search([_prompts[prompt]], [_termIds.Trie], _settings, CancellationToken.None)[0]);
        Speeds();
        var alone = Each(_prompts.Length, prompt => cold.Search([_prompts[prompt]], tries, _settings, CancellationToken.None)[0]);
        Speeds();
        watch.Restart();
        var together = warm.Search(_prompts, tries, _settings, CancellationToken.None);
        var batch = watch.Elapsed.TotalSeconds / _prompts.Length;
        Speeds();
        var again = Each(_prompts.Length, prompt => warm.Search([_prompts[prompt]], tries, _settings, CancellationToken.None)[0]);
        Console.WriteLine($"matrix speed {_single.Best / 1e9:F0} GFLOP/s in float32, {_own.Best / 1e9:F0} in {_precision}");
        Print("plain, one user at a time", plain.Seconds.Average(), plain.Seconds.Average());
        Print("libtorch, shared slots, one user at a time", torch.Seconds.Average(), plain.Seconds.Average());
        Print("shared, one user at a time, nothing cached", alone.Seconds.Average(), plain.Seconds.Average());
        Print($"shared, {_prompts.Length} users in one call", batch, plain.Seconds.Average());
        Print("shared, users who come back with the same history", again.Seconds.Average(), plain.Seconds.Average());
        Console.WriteLine($"one user at a time: median {Median(alone.Seconds):F3} s, slowest {alone.Seconds.Max():F3} s");
        Compare("plain", plain.Found, together);
        Compare("libtorch", torch.Found, together);
        Compare("one at a time", alone.Found, together);
        Compare("cached", again.Found, together);
    }

    public void Dispose() => _model.Dispose();

    private static double Median(double[] seconds) => seconds.Order().ElementAt(seconds.Length / 2);

    private static (double[] Seconds, IReadOnlyList<GeneratedSequence>[] Found) Each(
        int users, Func<int, IReadOnlyList<GeneratedSequence>> search)
    {
        var (seconds, found) = (new double[users], new IReadOnlyList<GeneratedSequence>[users]);
        for (var user = 0; user < users; user++)
        {
            var watch = Stopwatch.StartNew();
            found[user] = search(user);
            seconds[user] = watch.Elapsed.TotalSeconds;
        }

        return (seconds, found);
    }

    /// <summary>Same places, same sequences, same scores; sequences within the tolerance of one another may swap places.</summary>
    private static void Compare(
        string name, IReadOnlyList<GeneratedSequence>[] found, IReadOnlyList<IReadOnlyList<GeneratedSequence>> reference)
    {
        var (same, worst, count) = (0, 0.0, 0);
        for (var user = 0; user < found.Length; user++)
        {
            for (var place = 0; place < Math.Min(found[user].Count, reference[user].Count); place++, count++)
            {
                worst = Math.Max(worst, Math.Abs(found[user][place].Score - reference[user][place].Score));
                same += found[user][place].Tokens.AsSpan().SequenceEqual(reference[user][place].Tokens) ? 1 : 0;
            }
        }

        Console.WriteLine(
            $"{name} and many at once: {same} of {count} sequences in the same place, scores at " +
                    $"most {worst:E1} apart{(worst > Tolerance ? " (!)" : "")}");
    }

    private void Print(string name, double seconds, double plain)
        => Console.WriteLine(
            $"| {name} | {seconds:F3} | {seconds * _single.Best / 175e9:F3} | {1 / seconds:F2} | {plain / seconds:F1} |");

    private void Speeds()
    {
        for (var time = 0; time < 3; time++)
        {
            _single.Measure();
            _own.Measure();
        }
    }

    private int[]? PromptOf(string line, Dictionary<string, TermId> termIds)
    {
        TermId[] history =
            [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(termIds.ContainsKey).Select(item => termIds[item])];
        for (var count = history.Length; count > 0; count--)
        {
            var text = "Here is what a shopper bought, oldest first. Write the term ID of the item that they will want next.\n"
                + string.Join('\n', history[^count..].AsEnumerable());
            var tokens = _model.Tokenizer.Encode(
                _model.ChatTemplate.Render([new ChatTurn("user", text)], new ChatTemplateOptions { AddGenerationPrompt = true }));
            if (tokens.Length <= 300)
            {
                return tokens.Length >= 200 ? tokens : null;
            }
        }

        return null;
    }
}
