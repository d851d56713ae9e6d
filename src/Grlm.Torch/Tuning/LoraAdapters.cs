using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Low-rank changes of a model's linear layers: two factors for each, all in one flat buffer, under the names that PEFT gives them.</summary>
internal sealed class LoraAdapters : IDisposable
{
    private readonly string[] _modules;

    /// <param name="settings">Their form.</param>
    /// <param name="config">The model that they change.</param>
    /// <param name="device">Where it is.</param>
    /// <exception cref="InvalidOptionsException">A target names no linear layer.</exception>
    public LoraAdapters(LoraSettings settings, LanguageModelConfig config, Device device)
    {
        Settings = settings;
        _modules = [.. settings.ModulesOf(config)];
        var shapes = LanguageModelTensors.NamesAndShapes(config).ToDictionary(StringComparer.Ordinal);
        Parameters = new ParameterSet(
            [.. _modules.SelectMany(module => new KeyValuePair<string, long[]>[]
            {
                new(DownName(module), [settings.Rank, shapes[module + ".weight"][1]]),
                new(UpName(module), [shapes[module + ".weight"][0], settings.Rank]),
            })],
            device);
    }

    /// <summary>Their form.</summary>
    public LoraSettings Settings { get; }

    /// <summary>The factors: <c>base_model.model.….lora_A.weight</c> and <c>….lora_B.weight</c>.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Sets the first factors to small random numbers and the second to zero, so that the model is at first unchanged.</summary>
    /// <param name="seed">Seed of the random numbers.</param>
    public void Initialize(int seed)
    {
        TrainingSeed.Begin(seed, epoch: 0);
        using var guard = no_grad();
        foreach (var module in _modules)
        {
            using var scope = NewDisposeScope();
            var down = Parameters[DownName(module)];

            // Kaiming's uniform distribution with a = sqrt(5), which PEFT draws from, is this one.
            var bound = 1 / Math.Sqrt(down.shape[1]);
            down.copy_(empty(down.shape, dtype: ScalarType.Float32).uniform_(-bound, bound)); // drawn on the CPU: the same on every device
            Parameters[UpName(module)].zero_();
        }
    }

    /// <summary>The changes by module name.</summary>
    /// <param name="training">Whether inputs are dropped.</param>
    public IReadOnlyDictionary<string, LoraPair> Pairs(bool training)
        => _modules.ToDictionary(
            module => module,
            module => new LoraPair(Parameters[DownName(module)], Parameters[UpName(module)], Settings.Scale, training ? Settings.Dropout : 0),
            StringComparer.Ordinal);

    /// <summary>Adds the changes to the weights themselves; the model then computes the same without adapters.</summary>
    public void MergeInto(LanguageModelWeights weights)
    {
        using var guard = no_grad();
        foreach (var module in _modules)
        {
            using var scope = NewDisposeScope();
            var values = weights.Values(module + ".weight");
            var change = TensorMath.Scale(Parameters[UpName(module)].matmul(Parameters[DownName(module)]), Settings.Scale);
            values.copy_(TensorMath.Add(values.to_type(ScalarType.Float32), change)); // the sum is rounded once
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    private static string DownName(string module) => $"base_model.model.{module}.lora_A.weight";

    private static string UpName(string module) => $"base_model.model.{module}.lora_B.weight";
}
