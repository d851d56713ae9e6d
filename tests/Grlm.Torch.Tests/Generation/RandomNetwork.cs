using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Tiny networks with random weights, and the slow way to ask them: every text from its beginning, without a cache.</summary>
internal static class RandomNetwork
{
    public static CausalNetwork Create(int seed, int vocabulary = 24, string type = "qwen3", int maximumPositions = 64)
    {
        TorchRuntime.Start(threads: 1); // more would only wait for one another
        var config = LanguageModelConfig.Parse($$"""
            {
              "model_type": "{{type}}", "vocab_size": {{vocabulary}}, "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2,
              "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 4, "max_position_embeddings": {{maximumPositions}},
              "tie_word_embeddings": false, "torch_dtype": "float32", "rope_theta": 10000.0
            }
            """, "random");
        var weights = LanguageModelWeights.Frozen(config, ScalarType.Float32, CPU);
        var random = new Random(seed);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        weights.Parameters.Values.copy_(
            tensor(Enumerable.Range(0, (int)weights.Parameters.Count).Select(_ => (random.NextSingle() - 0.5f) * 1.6f).ToArray()));
        return new CausalNetwork(config, weights, ScalarType.Float32);
    }

    /// <summary>Scores of what follows a text, computed without a cache.</summary>
    public static float[] LogitsBehind(CausalNetwork network, int[] text)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        return network.Logits(network.Forward(TokenBatch.Padded([text], PaddingSide.Left)).select(1, text.Length - 1)).ToArray();
    }

    /// <summary>Log-probabilities of what follows a text.</summary>
    public static double[] LogProbabilitiesBehind(CausalNetwork network, int[] text)
    {
        var logits = LogitsBehind(network, text);
        var highest = logits.Max();
        var normalizer = highest + Math.Log(logits.Sum(logit => Math.Exp(logit - highest)));
        return Array.ConvertAll(logits, logit => logit - normalizer);
    }
}
