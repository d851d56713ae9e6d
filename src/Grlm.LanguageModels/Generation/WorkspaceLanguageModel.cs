namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Generates with the tuned language model of a workspace: it is asked in the conversations that it was trained on, and held to the term
/// library. Callers that come at the same time are answered one after the other.
/// </summary>
public sealed class WorkspaceLanguageModel : ITermIdGenerator, IDisposable
{
    private readonly LanguageModelTermIdGenerator _generator;
    private readonly IDisposable? _model;
    private readonly Lock _asking = new();

    /// <param name="search">Makes what searches with the model, once all else is known to be right; disposed with this.</param>
    /// <param name="speech">The model's tokens and template.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="library">The term library of the workspace.</param>
    /// <param name="contract">What the model was trained on.</param>
    /// <param name="mode">What it may write.</param>
    /// <param name="model">What is disposed with this as well; null for nothing.</param>
    /// <exception cref="MissingPrerequisiteException">It was trained with another term library.</exception>
    public WorkspaceLanguageModel(
        Func<IBeamSearch> search, ModelSpeech speech, Catalog catalog, TermLibrary library, InstructionContract contract,
        GenerationMode mode, IDisposable? model = null)
    {
        _model = model;
        var written = contract.LibraryOf(library);
        var tokens = new ConversationTokens(speech.Tokenizer, speech.ChatTemplate);
        var prompts = new BehaviorPrompts(new InstructionRenderer(catalog, written, contract.Rendering, tokens),
            tokens, contract.PromptTokens);
        _generator = new LanguageModelTermIdGenerator(
            search,
            speech,
            written,
            prompts.Of,
            new LanguageModelGenerationOptions { Constrained = mode == GenerationMode.Constrained, Lines = contract.Rendering.Continued });
    }

    /// <summary>Tells whether a folder holds a tuned language model: the contract goes with every one.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ArtifactNames.Rendering));

    /// <summary>Loads the model in a folder: a whole one, or an adapter and the model that it belongs to.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="library">The term library of the workspace.</param>
    /// <param name="mode">What it may write.</param>
    /// <param name="threads">Threads to work with; 0 for one a processor.</param>
    /// <exception cref="MissingPrerequisiteException">The model that an adapter belongs to is not there, or it was trained with another
    /// term library.</exception>
    /// <exception cref="InvalidInputException">It is damaged.</exception>
    public static WorkspaceLanguageModel Load(string folder, Catalog catalog, TermLibrary library, GenerationMode mode, int threads)
    {
        var contract = InstructionContract.Read(folder);
        var model = Open(folder);
        try
        {
            return new WorkspaceLanguageModel(
                () => new ManagedBeamSearch(model.Weights, threads, cacheMebibytes: null),
                model.Speech, catalog, library, contract, mode, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
    {
        lock (_asking)
        {
            return _generator.Generate(requests, beams, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generator.Dispose();
        _model?.Dispose();
    }

    private static ManagedLanguageModel Open(string folder)
    {
        if (!File.Exists(Path.Combine(folder, CheckpointFiles.AdapterConfig)))
        {
            return ManagedLanguageModel.Open(folder);
        }

        var name = AdapterConfig.Read(Path.Combine(folder, CheckpointFiles.AdapterConfig)).BaseModel
            ?? throw new InvalidInputException(
                $"{folder} holds an adapter that doesn't say which model it belongs to. Train it again, and name the model.");
        return ManagedLanguageModel.Open(ModelReference.Resolve(name), folder);
    }
}
