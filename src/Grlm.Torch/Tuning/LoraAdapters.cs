using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Low-rank changes of a model's linear layers (Hu et al., LoRA, ICLR 2022): two factors for each, all in one flat buffer, under the names
/// that PEFT gives them.
/// </summary>
internal sealed class LoraAdapters : IDisposable
{
    private readonly string[] _modules;

    /// <param name="settings">Their form.</param>
    /// <param name="model">The model that they change.</param>
    /// <param name="device">Where it is.</param>
    /// <exception cref="InvalidOptionsException">A target names no linear layer that can have an adapter.</exception>
    public LoraAdapters(AdapterConfig settings, LanguageModelConfig model, Device device)
    {
        Settings = settings;
        var shapes = LinearLayers(model);
        CheckTargets(settings.Targets, shapes.Keys);
        _modules = [.. shapes.Keys.Where(settings.Targets.Include)];
        Parameters = new ParameterSet(
            [.. _modules.SelectMany(module => new KeyValuePair<string, long[]>[]
            {
                new(PeftAdapter.NameOfA(module), [settings.RankOf(module), shapes[module][1]]),
                new(PeftAdapter.NameOfB(module), [shapes[module][0], settings.RankOf(module)]),
            })],
            device);
    }

    /// <summary>Gets their form.</summary>
    public AdapterConfig Settings { get; }

    /// <summary>Gets the factors: <c>base_model.model.….lora_A.weight</c> and <c>….lora_B.weight</c>.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Loads adapters from a folder in PEFT's layout.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model that they change.</param>
    /// <param name="device">Where it is.</param>
    /// <exception cref="MissingPrerequisiteException">There are none.</exception>
    /// <exception cref="InvalidInputException">They are damaged, or belong to another model.</exception>
    public static LoraAdapters Load(string folder, LanguageModelConfig model, Device device)
    {
        using var stored = PeftAdapter.Read(folder);
        stored.CheckFits(model);
        var adapters = new LoraAdapters(stored.Config, model, device);
        try
        {
            foreach (var (name, values) in adapters.Parameters.Named)
            {
                stored.Tensors.ReadInto(name, values);
            }

            return adapters;
        }
        catch
        {
            adapters.Dispose();
            throw;
        }
    }

    /// <summary>Writes them in PEFT's layout. The folder is replaced as a whole.</summary>
    /// <param name="folder">The folder.</param>
    public void Save(string folder)
    {
        // By the last parts of their names, as PEFT does: its word for all linear layers depends on the model that it meets.
        var targets = Settings.Targets.Expression == AdapterTargets.EveryLinear
            ? AdapterTargets.Of([.. _modules.Select(LastPart).Distinct()]) : Settings.Targets;
        AdapterWriter.Write(folder, Settings with { Targets = targets }, Parameters.Named, StoredType.F32);
    }

    /// <summary>Sets the first factors to small random numbers and the second to zero, so that the model is at first unchanged.</summary>
    /// <param name="seed">Seed of the random numbers.</param>
    public void Initialize(int seed)
    {
        TrainingSeed.Begin(seed, epoch: 0);
        using var guard = no_grad();
        foreach (var module in _modules)
        {
            using var scope = NewDisposeScope();
            var down = Parameters[PeftAdapter.NameOfA(module)];

            // Kaiming's uniform distribution with a = sqrt(5), which PEFT draws from, is this one.
            var bound = 1 / Math.Sqrt(down.shape[1]);
            down.copy_(empty(down.shape, dtype: ScalarType.Float32).uniform_(-bound, bound)); // drawn on the CPU: the same on every device
            Parameters[PeftAdapter.NameOfB(module)].zero_();
        }
    }

    /// <summary>Returns the changes by module name.</summary>
    /// <param name="training">Whether inputs are dropped.</param>
    public IReadOnlyDictionary<string, LoraPair> Pairs(bool training)
        => _modules.ToDictionary(
            module => module,
            module => new LoraPair(
                Parameters[PeftAdapter.NameOfA(module)], Parameters[PeftAdapter.NameOfB(module)], Settings.ScaleOf(module),
                training ? Settings.Dropout : 0),
            StringComparer.Ordinal);

    /// <summary>Adds the changes to the weights themselves; the model then computes the same without adapters.</summary>
    public void MergeInto(LanguageModelWeights weights)
    {
        using var guard = no_grad();
        foreach (var module in _modules)
        {
            using var scope = NewDisposeScope();
            var values = weights.Values(module + ".weight");
            var change = TensorMath.Scale(Parameters[PeftAdapter.NameOfB(module)].matmul(Parameters[PeftAdapter.NameOfA(module)]),
                Settings.ScaleOf(module));
            values.copy_(TensorMath.Add(values.to_type(ScalarType.Float32), change)); // the sum is rounded once
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    private static Dictionary<string, long[]> LinearLayers(LanguageModelConfig model)
        => LanguageModelTensors.NamesAndShapes(model)
            .Where(tensor => tensor.Value.Length == 2 && tensor.Key is not (LanguageModelTensors.Embedding or LanguageModelTensors.Head))
            .ToDictionary(tensor => tensor.Key[..^".weight".Length], tensor => tensor.Value, StringComparer.Ordinal);

    private static void CheckTargets(AdapterTargets targets, IReadOnlyCollection<string> modules)
    {
        string[] wanted = targets.Expression is { } expression ? [expression] : [.. targets.Names];
        if (Array.Find(wanted, one => !modules.Any(Matching(one).Include)) is { } idle)
        {
            throw new InvalidOptionsException(
                $"No linear layer of this model that can have an adapter is named '{idle}'. " +
                    $"Take '{AdapterTargets.EveryLinear}' or some of " +
                $"{string.Join(", ", modules.Select(LastPart).Distinct())}.");
        }

        AdapterTargets Matching(string one) => targets.Expression is null ? AdapterTargets.Of(one) : targets;
    }

    private static string LastPart(string module) => module[(module.LastIndexOf('.') + 1)..];
}

/// <summary>Writes LoRA adapters in PEFT's layout, for <see cref="PeftAdapter"/> to read.</summary>
internal static class AdapterWriter
{
    /// <summary>Writes an adapter. The folder is replaced as a whole, in the end: a kill leaves what was there.</summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="tensors">Its tensors by the names of <see cref="PeftAdapter.NameOfA"/> and <see cref="PeftAdapter.NameOfB"/>.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    public static void Write(string folder, AdapterConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, StoredType type)
    {
        new CheckpointFolder(folder).Replace(partial =>
        {
            var metadata = new Dictionary<string, string> { ["format"] = "pt" };
            SafetensorsWriter.Write(Path.Combine(partial, CheckpointFiles.AdapterWeights), TensorToStore.Of(tensors), type, metadata);
            AtomicFile.WriteAllText(Path.Combine(partial, CheckpointFiles.AdapterConfig),
                CheckpointJson.Text(AdapterConfigJson.Write(config)));
        });
    }
}
