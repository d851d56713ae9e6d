using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>A language model of a few thousand random numbers, and texts with a rule in them that it can learn.</summary>
internal static class TinyLanguageModel
{
    public const int Vocabulary = 32;

    public static LanguageModelConfig Config { get; } = LanguageModelConfig.Parse(
        """
        {
          "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "vocab_size": 32, "hidden_size": 16, "intermediate_size": 24,
          "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "rms_norm_eps": 1e-6,
          "max_position_embeddings": 64, "rope_theta": 10000.0, "tie_word_embeddings": true, "hidden_act": "silu", "attention_bias": false,
          "torch_dtype": "float32"
        }
        """,
        "config.json");

    public static CausalNetwork Create(bool trainable, ScalarType type = ScalarType.Float32, int seed = 1)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var weights = trainable ? LanguageModelWeights.Trainable(Config, CPU) : LanguageModelWeights.Frozen(Config, type, CPU);
        manual_seed(seed);
        foreach (var name in weights.Names)
        {
            var values = weights.Values(name);
            var isNorm = values.shape.Length == 1;
            values.copy_(TensorMath.Scale(randn(values.shape), isNorm ? 0.1 : 0.3));
            if (isNorm)
            {
                TensorMath.ShiftInPlace(values, 1);
            }
        }

        return new CausalNetwork(Config, weights, type);
    }

    /// <summary>Adapters on every linear layer; the second factor is not zero, so that gradients reach the first.</summary>
    public static LoraAdapters Adapters(double dropout = 0, bool fresh = false)
    {
        var adapters = new LoraAdapters(new AdapterConfig { Rank = 4, Alpha = 8, Dropout = dropout, Targets = AdapterTargets.All },
            Config, CPU);
        adapters.Initialize(seed: 3);
        if (!fresh)
        {
            using var scope = NewDisposeScope();
            adapters.Parameters.Load(TensorMath.Add(adapters.Parameters.Values, TensorMath.Scale(randn(adapters.Parameters.Count), 0.1)));
        }

        return adapters;
    }

    /// <summary>Texts that count upwards from a random token; the second half is learnt.</summary>
    public static TuningSample[] Samples(int count, int seed = 5)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (first, length) = (random.Next(Vocabulary), random.Next(4, 13));
            int[] ids = [.. Enumerable.Range(first, length).Select(id => id % Vocabulary)];
            return new TuningSample(ids, [.. ids.Select((id, place) => place < length / 2 ? TuningSample.Ignored : id)]);
        })];
    }
}
