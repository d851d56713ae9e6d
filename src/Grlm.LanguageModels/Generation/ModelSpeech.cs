namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Holds what talking with a model takes beside its weights: tokenizer, chat template, end tokens. Safe for concurrent use.
/// </summary>
/// <param name="checkpoint">The model; not kept.</param>
public sealed class ModelSpeech(ModelCheckpoint checkpoint)
{
    private readonly Lazy<Tokenizer> _tokenizer = Later(checkpoint.TokenizerSource, Tokenizer.Load);
    private readonly Lazy<ChatTemplate> _template = Later(checkpoint.TokenizerSource, ChatTemplate.Load);

    /// <summary>Gets the model's folder.</summary>
    public string Folder { get; } = checkpoint.Folder;

    /// <summary>Gets where the tokenizer comes from: a folder, or the GGUF file that stands in for the files it lacks.</summary>
    public string Source { get; } = checkpoint.TokenizerSource;

    /// <summary>Gets how its makers want it to generate.</summary>
    public GenerationDefaults Defaults { get; } = checkpoint.GenerationDefaults;

    /// <summary>Gets the tokenizer, read on first use.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is damaged, or of a kind that is not known.</exception>
    public Tokenizer Tokenizer => _tokenizer.Value;

    /// <summary>Gets how conversations are written, read on first use.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no template.</exception>
    /// <exception cref="InvalidInputException">It uses what is not known.</exception>
    public ChatTemplate ChatTemplate => _template.Value;

    /// <summary>Gets the tokens that end an answer, one at least.</summary>
    /// <exception cref="InvalidInputException">The model names none.</exception>
    public IReadOnlyList<int> EndTokens => Defaults.EndTokens is { Count: > 0 } ends ? ends : throw new InvalidInputException(
        $"{Folder} names no end token. Add 'eos_token_id' to its generation_config.json.");

    private static Lazy<T> Later<T>(string source, Func<string, T> load) => new(() => load(source));
}
