namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Represents a LoRA adapter in PEFT's layout: a folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.
/// </summary>
public sealed class PeftAdapter : IDisposable
{
    private const string Prefix = "base_model.model.";
    private const string SuffixA = ".lora_A.weight";
    private const string SuffixB = ".lora_B.weight";

    private readonly string _folder;

    private PeftAdapter(string folder, AdapterConfig config, ITensorSource tensors)
    {
        _folder = folder;
        Config = config;
        Tensors = tensors;
        Modules = [.. tensors.Tensors.Keys.Where(name => name.EndsWith(SuffixA, StringComparison.Ordinal)).Select(ModuleOf)
            .Order(StringComparer.Ordinal)];
        Check();
    }

    /// <summary>Gets its settings.</summary>
    public AdapterConfig Config { get; }

    /// <summary>Gets its tensors: <see cref="NameOfA"/> and <see cref="NameOfB"/> of each of <see cref="Modules"/>.</summary>
    public ITensorSource Tensors { get; }

    /// <summary>Names of the modules that have an adapter, as the model has them: <c>model.layers.0.self_attn.q_proj</c>.</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>Returns the name of a module's A: <c>[rank, in]</c>.</summary>
    public static string NameOfA(string module) => Prefix + module + SuffixA;

    /// <summary>Returns the name of a module's B: <c>[out, rank]</c>.</summary>
    public static string NameOfB(string module) => Prefix + module + SuffixB;

    /// <summary>Opens an adapter.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is damaged, its parts don't fit each other, or it calls for something that cannot be done
    /// here.</exception>
    public static PeftAdapter Read(string folder)
    {
        new CheckpointFolder(folder).Recover();
        var config = AdapterConfig.Read(Path.Combine(folder, CheckpointFiles.AdapterConfig));
        var tensors = SafetensorsReader.Open(Path.Combine(folder, CheckpointFiles.AdapterWeights), CheckpointFiles.Remedy);
        try
        {
            return new PeftAdapter(folder, config, tensors);
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks that the adapter belongs to a model: the modules that it targets there are those that it has, in the right shapes.
    /// </summary>
    /// <exception cref="InvalidInputException">It does not; the message names the module.</exception>
    public void CheckFits(LanguageModelConfig model)
    {
        var linear = LanguageModelTensors.NamesAndShapes(model)
            .Where(tensor => tensor.Value.Length == 2 && tensor.Key != LanguageModelTensors.Embedding)
            .ToDictionary(tensor => tensor.Key[..tensor.Key.LastIndexOf('.')], tensor => tensor.Value);
        foreach (var module in Modules)
        {
            if (!linear.TryGetValue(module, out var shape) || !ShapeOf(module).AsSpan().SequenceEqual(shape))
            {
                throw Refuse($"it has an adapter for '{module}' that the model has no place for");
            }
        }

        if (linear.Keys.FirstOrDefault(module => Config.Targets.Include(module) && !Modules.Contains(module)) is { } missing)
        {
            throw Refuse($"it targets '{missing}' and has no adapter for it");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Tensors.Dispose();

    private static string ModuleOf(string tensor)
        => tensor.StartsWith(Prefix, StringComparison.Ordinal) ? tensor[Prefix.Length..^SuffixA.Length] : tensor;

    private long[] ShapeOf(string module) => [Tensors.Tensors[NameOfB(module)].Shape[0], Tensors.Tensors[NameOfA(module)].Shape[1]];

    private void Check()
    {
        if (Tensors.Unreadable.FirstOrDefault() is { Key: { } name, Value: var type })
        {
            throw Refuse($"its tensor '{name}' is of type {type}, and F32, F16 and BF16 are read here");
        }

        var known = Modules.SelectMany(module => (string[])[NameOfA(module), NameOfB(module)]).ToHashSet();
        if (Modules.Count == 0 || !known.SetEquals(Tensors.Tensors.Keys))
        {
            var odd = Tensors.Tensors.Keys.Except(known).Concat(known.Except(Tensors.Tensors.Keys)).FirstOrDefault();
            throw Refuse(odd is null ? "it has no tensors" : $"'{odd}' is not one of a pair of {SuffixA} and {SuffixB} below {Prefix}");
        }

        foreach (var module in Modules)
        {
            var rank = Config.RankOf(module);
            if (Tensors.Tensors[NameOfA(module)].Shape is not [var rows, _] || rows != rank
                || Tensors.Tensors[NameOfB(module)].Shape is not [_, var columns] || columns != rank)
            {
                throw Refuse($"the tensors of '{module}' are not of rank {rank}, which its settings say");
            }

            if (!Config.Targets.Include(module))
            {
                throw Refuse($"it has an adapter for '{module}', which its settings do not target");
            }
        }
    }

    private InvalidInputException Refuse(string problem) => new($"{_folder}: {problem}. {CheckpointFiles.Remedy}");
}
