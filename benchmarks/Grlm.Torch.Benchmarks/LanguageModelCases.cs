using System.Diagnostics;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Benchmarks;

/// <summary>What is measured with a language model.</summary>
internal sealed class LanguageModelCases : IDisposable
{
    private const int Repetitions = 5;
    private const int Beams = 20;

    private readonly LanguageModel _model;
    private readonly Arithmetic _arithmetic;
    private readonly JsonNode _cases;
    private readonly string _type;
    private readonly MatrixSpeed _matrixSpeed;

    public LanguageModelCases(string model, string cases, Precision precision)
    {
        // Tuning in full keeps float32 weights whatever is computed in; everything else runs on weights in the type itself.
        _model = LanguageModel.Load(model, new LanguageModelOptions { Device = "cpu", Precision = precision });
        _arithmetic = new Arithmetic(_model.Config);
        _cases = JsonNode.Parse(File.ReadAllText(cases))!;
        _type = precision == Precision.Bfloat16 ? "bfloat16" : "float32";
        _matrixSpeed = new MatrixSpeed(_model.Network.ComputeType);
        Folder = model;
        Precision = precision;
    }

    public static IReadOnlyList<string> Names { get; } = ["prefill", "decode", "beams", "free", "constrained", "tune", "lora"];

    private string Folder { get; }

    private Precision Precision { get; }

    public Measurement Run(string name) => name switch
    {
        "prefill" => Prefill(),
        "decode" => Decode(),
        "beams" => FreeBeams("20 beams, prompt of 300, 12 tokens", [Text(300)], newTokens: 12, reference: null),
        "free" => FreeBeams("20 beams, free, 30 tokens", Prompts(), newTokens: 30, ReferenceFigure.FreeBeams),
        "constrained" => ConstrainedBeams(),
        "tune" => Tune(),
        "lora" => TuneAdapters(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public void Dispose() => _model.Dispose();

    private Measurement Prefill()
    {
        const int Length = 512;
        var seconds = Best(() =>
        {
            using var guard = no_grad();
            using var tree = new TokenTree(_model.Network, [Text(Length)], room: 1);
            tree.ReadPrompts(CancellationToken.None).Dispose();
        });
        return Row($"prefill, {Length} tokens", seconds, Length, _arithmetic.Read(Length) + _arithmetic.Head, ReferenceFigure.Prefill512);
    }

    private Measurement Decode()
    {
        const int prompt = 32;
        const int length = 64;
        var request = new TokenRequest(Text(prompt), new TextGenerationOptions { MaximumNewTokens = length }, EndTokens: []);
        var seconds = Best(() => new TokenGeneration(_model.Network).Generate([request], CancellationToken.None));
        var operations = _arithmetic.Read(prompt) + ((length - 1) * _arithmetic.Step(1, prompt + (length / 2))) +
            (length * _arithmetic.Head);
        return Row($"greedy, {length} tokens", seconds, length, operations, ReferenceFigure.GreedyDecode);
    }

    private Measurement FreeBeams(string name, IReadOnlyList<int[]> prompts, int newTokens, ReferenceFigure? reference)
    {
        using var search = new BeamSearch(_model.Network);
        var settings = new BeamSearchSettings { Beams = Beams, MaximumNewTokens = newTokens, LengthPenalty = 0 };
        var seconds = Best(prompts, prompt => search.Search([prompt], null, settings, CancellationToken.None));
        return Row(name, seconds, null, prompts.Average(prompt => _arithmetic.BeamSearch(prompt.Length, Beams, newTokens)), reference);
    }

    private Measurement ConstrainedBeams()
    {
        var library = _cases["library"]!.AsArray().Select(termId => termId!.GetValue<string>()).ToArray();
        var end = _model.GenerationDefaults.EndTokens[0];
        int[][] sequences = [.. library.Select(termId => (int[])[.. _model.Tokenizer.Encode(termId), end])];
        var trie = new TokenTrie(sequences);
        var settings = new BeamSearchSettings
        {
            Beams = Beams,
            MaximumNewTokens = sequences.Max(sequence => sequence.Length),
            EndTokens = [end],
            LengthPenalty = 0
        };
        var lengths = new List<double>();
        var prompts = Prompts();
        var seconds = Best(prompts, prompt =>
            lengths.Add(new BeamSearch(_model.Network).Search([prompt],
                [trie], settings, CancellationToken.None)[0].Max(found => found.Tokens.Length)));
        var steps = (int)Math.Round(lengths.Average());
        var operations = prompts.Average(prompt => _arithmetic.BeamSearch(prompt.Length, Beams, steps));
        return Row($"20 beams, constrained to {library.Length} TIDs, {steps} tokens at most", seconds,
            null, operations, ReferenceFigure.ConstrainedBeams);
    }

    private Measurement Tune()
    {
        using var model = LanguageModel.LoadTrainable(Folder, new LanguageModelOptions { Device = "cpu", Precision = Precision });
        return Steps("full tuning, 4 x 256 tokens", model.Network, model.Network.Weights.Parameters, _arithmetic.TrainToken,
            ReferenceFigure.FullTuning);
    }

    private Measurement TuneAdapters()
    {
        var settings = new AdapterConfig { Rank = 8, Targets = AdapterTargets.All };
        using var adapters = new LoraAdapters(settings, _model.Config, CPU);
        adapters.Initialize(seed: 1);
        _model.Network.Adapters = adapters.Pairs(training: true);
        return Steps("LoRA rank 8, 4 x 256 tokens", _model.Network, adapters.Parameters, _arithmetic.TrainAdapterToken,
            ReferenceFigure.LoraTuning);
    }

    private Measurement Steps(
        string name, CausalNetwork network, ParameterSet parameters, double operationsPerToken, ReferenceFigure reference)
    {
        const int rows = 4;
        const int length = 256;
        var sample = new TuningSample(Text(length), Text(length));
        var batch = TuningBatch.Of([.. Enumerable.Repeat<IReadOnlyList<TuningSample>>([sample], rows)]);
        using var optimizer = new AdamW(parameters, weightDecay: 0, maximumNorm: 1, new AdamMoments());
        var pass = new TuningPass(network, checkpointed: false);
        var seconds = Best(() =>
        {
            pass.Backward(batch, 1.0 / batch.Targets.Length, seed: 1);
            optimizer.Step(1e-5);
        });
        return Row(name, seconds, rows * length, rows * length * operationsPerToken, reference);
    }

    private Measurement Row(string name, double seconds, double? tokens, double operations, ReferenceFigure? reference)
        => new($"{name}, {_type}", seconds, tokens, operations, _matrixSpeed.Best,
            Precision == Precision.Bfloat16 ? null : reference); // theirs are float32

    private int[][] Prompts()
        => [.. _cases["constrained"]!.AsArray().Select(item => item!["input_ids"]!.AsArray().Select(id => id!.GetValue<int>()).ToArray())];

    private int[] Text(int length)
    {
        var ids = Prompts().SelectMany(prompt => prompt).ToArray();
        return [.. Enumerable.Range(0, length).Select(place => ids[place % ids.Length])];
    }

    private double Best(Action work) => Best([0], _ => work());

    /// <summary>The mean over items of each one's best time: what else runs on a machine only ever adds.</summary>
    private double Best<T>(IReadOnlyList<T> items, Action<T> work)
    {
        work(items[0]);
        var best = items.Select(_ => double.PositiveInfinity).ToArray();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            _matrixSpeed.Measure(); // between the repetitions: a machine's speed changes while it works
            for (var item = 0; item < items.Count; item++)
            {
                var watch = Stopwatch.StartNew();
                work(items[item]);
                best[item] = Math.Min(best[item], watch.Elapsed.TotalSeconds);
            }
        }

        return best.Average();
    }
}
