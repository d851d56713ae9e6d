namespace Grlm.LanguageModels;

/// <summary>
/// Represents a pretrained or tuned causal language model that stays on disk: weights are read from the mapped files when a decoder is made
/// of them, and no native library is loaded. Safe for concurrent reads.
/// </summary>
public sealed class ManagedLanguageModel : IDisposable
{
    private readonly ModelCheckpoint _checkpoint;
    private readonly PeftAdapter? _adapter;

    private ManagedLanguageModel(ModelCheckpoint checkpoint, PeftAdapter? adapter)
    {
        (_checkpoint, _adapter) = (checkpoint, adapter);
        Speech = new ModelSpeech(checkpoint);
        Weights = new CheckpointWeights(checkpoint, adapter);
    }

    /// <summary>Gets the folder that it lies in.</summary>
    public string Folder => _checkpoint.Folder;

    /// <summary>Gets architecture and sizes.</summary>
    public LanguageModelConfig Config => _checkpoint.Config;

    /// <summary>Gets how its makers want it to generate.</summary>
    public GenerationDefaults GenerationDefaults => Speech.Defaults;

    /// <summary>Gets its tokenizer, read on first use.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or of a kind that is not known.</exception>
    public Tokenizer Tokenizer => Speech.Tokenizer;

    /// <summary>Gets how conversations are written for it, read on first use.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no template.</exception>
    /// <exception cref="InvalidInputException">It uses what is not known.</exception>
    public ChatTemplate ChatTemplate => Speech.ChatTemplate;

    /// <summary>Gets tokenizer, template and end tokens.</summary>
    internal ModelSpeech Speech { get; }

    /// <summary>Gets the weights, the adapter's changes added.</summary>
    internal IWeightSource Weights { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">A folder in Hugging Face layout, one with a GGUF file, or such a file.</param>
    /// <param name="adapter">Folder of a PEFT adapter whose changes are added to the weights; null for none.</param>
    /// <exception cref="MissingPrerequisiteException">There is no model, or no adapter.</exception>
    /// <exception cref="InvalidInputException">The checkpoint is damaged or not supported, or the adapter belongs to another
    /// model.</exception>
    public static ManagedLanguageModel Open(string path, string? adapter = null)
    {
        var checkpoint = ModelCheckpoint.Open(path);
        PeftAdapter? changes = null;
        try
        {
            if (!InferenceNetwork.Supports(checkpoint.Config))
            {
                throw new InvalidInputException(
                    $"{path}: {checkpoint.Config.HeadCount / checkpoint.Config.KeyValueHeadCount} query heads share a key " +
                        $"head, and up to " +
                    $"{ProductKernel.TileWidth} are supported. Take another model.");
            }

            if (adapter is not null)
            {
                changes = PeftAdapter.Read(adapter);
                changes.CheckFits(checkpoint.Config);
            }

            return new ManagedLanguageModel(checkpoint, changes);
        }
        catch
        {
            changes?.Dispose();
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adapter?.Dispose();
        _checkpoint.Dispose();
    }
}
