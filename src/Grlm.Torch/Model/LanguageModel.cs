using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Represents a pretrained or tuned causal language model, ready to run: its network, its tokenizer and how its makers want it to talk and
/// to generate. For one caller at a time, and tensor work on one thread.
/// </summary>
public sealed class LanguageModel : IDisposable
{
    private LanguageModel(ModelCheckpoint checkpoint, CausalNetwork network)
    {
        (Network, Speech, Notices) = (network, new ModelSpeech(checkpoint), checkpoint.Notices);
    }

    /// <summary>Gets the folder that it was loaded from.</summary>
    public string Folder => Speech.Folder;

    /// <summary>Gets the architecture and sizes.</summary>
    public LanguageModelConfig Config => Network.Config;

    /// <summary>Gets how its makers want it to generate.</summary>
    public GenerationDefaults GenerationDefaults => Speech.Defaults;

    /// <summary>Gets what about its checkpoint is not as the configuration says, or is not read: whole sentences, usually none.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Gets its tokenizer, read on first use.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none in <see cref="Folder"/>.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or of a kind that is not known.</exception>
    public Tokenizer Tokenizer => Speech.Tokenizer;

    /// <summary>Gets how conversations are written for it, read on first use.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no template in <see cref="Folder"/>.</exception>
    /// <exception cref="InvalidInputException">It uses what is not known.</exception>
    public ChatTemplate ChatTemplate => Speech.ChatTemplate;

    /// <summary>Gets the network.</summary>
    internal CausalNetwork Network { get; }

    /// <summary>Gets tokenizer, template and end tokens.</summary>
    internal ModelSpeech Speech { get; }

    /// <summary>Loads a model to generate with, or to tune by adapters: its weights are in the type that is computed in.</summary>
    /// <param name="path">A folder in Hugging Face layout, one with a GGUF file, or such a file.</param>
    /// <param name="options">Where and how it runs; null for the defaults.</param>
    /// <exception cref="MissingPrerequisiteException">There is no model, no such device, or libtorch does not load.</exception>
    /// <exception cref="InvalidInputException">The checkpoint is damaged or not supported, or the adapter belongs to another
    /// model.</exception>
    public static LanguageModel Load(string path, LanguageModelOptions? options = null)
        => Load(path, options, (config, type, device) => LanguageModelWeights.Frozen(config, type, device));

    /// <summary>Loads a model to tune in full: its weights are float32 whatever is computed in, and have gradients.</summary>
    /// <inheritdoc cref="Load(string, LanguageModelOptions?)"/>
    internal static LanguageModel LoadTrainable(string path, LanguageModelOptions? options = null)
        => Load(path, options, (config, _, device) => LanguageModelWeights.Trainable(config, device));

    /// <summary>Writes the model in Hugging Face layout, so that transformers and vLLM load it as it is.</summary>
    /// <param name="folder">The folder; replaced as a whole, in the end.</param>
    /// <param name="type">F32, F16 or BF16; null for the type of the checkpoint that it was loaded from.</param>
    /// <exception cref="InvalidInputException">A weight does not fit the type.</exception>
    public void Save(string folder, StoredType? type = null)
    {
        using var scope = NewDisposeScope();
        var weights = Network.Weights;
        CheckpointWriter.Save(
            folder,
            Config,
            [.. weights.Names.Select(name => new KeyValuePair<string, Tensor>(name, weights.Values(name)))],
            type ?? Config.StoredType,
            GenerationDefaults,
            Speech.Source);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static LanguageModel Load(
        string path, LanguageModelOptions? options, Func<LanguageModelConfig, ScalarType, Device, LanguageModelWeights> allocate)
    {
        options ??= new LanguageModelOptions();
        using var checkpoint = ModelCheckpoint.Open(path);
        TorchRuntime.Start(options.Threads);
        var device = TorchRuntime.DeviceOf(options.Device);
        var type = TypeOf(options.Precision, device);
        var weights = allocate(checkpoint.Config, type, device);
        try
        {
            weights.Read(checkpoint.Weights);
            Merge(options.Adapter, checkpoint.Config, weights, device);
            return new LanguageModel(checkpoint, new CausalNetwork(checkpoint.Config, weights, type));
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private static void Merge(string? adapter, LanguageModelConfig config, LanguageModelWeights weights, Device device)
    {
        if (adapter is not null)
        {
            using var adapters = LoraAdapters.Load(adapter, config, device);
            adapters.MergeInto(weights);
        }
    }

    private static ScalarType TypeOf(Precision precision, Device device) => precision switch
    {
        Precision.Float32 => ScalarType.Float32,
        Precision.Bfloat16 => ScalarType.BFloat16,
        _ => device.type == TorchSharp.DeviceType.CUDA || ComputePrecision.UsesBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32,
    };
}
