using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// A tuned language model as the generator of a workspace: asked in the conversations that it was trained on, and held to the term library. Callers
/// that come at the same time are answered one after the other.
/// </summary>
internal sealed class WorkspaceLanguageModel : ITermIdGenerator, IDisposable
{
    private readonly LanguageModel _model;
    private readonly bool _ownsModel;
    private readonly LanguageModelTermIdGenerator _generator;
    private readonly Lock _asking = new();

    /// <param name="model">The model.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="library">The term library of the workspace.</param>
    /// <param name="contract">What the model was trained on.</param>
    /// <param name="mode">What it may write.</param>
    /// <param name="ownsModel">Whether the model is disposed with this.</param>
    /// <exception cref="MissingPrerequisiteException">It was trained with another term library.</exception>
    public WorkspaceLanguageModel(LanguageModel model, Catalog catalog, TermLibrary library, InstructionContract contract, GenerationMode mode, bool ownsModel)
    {
        (_model, _ownsModel) = (model, ownsModel);
        var written = contract.LibraryOf(library);
        var tokens = new ConversationTokens(model.Tokenizer, model.ChatTemplate);
        var prompts = new BehaviorPrompts(new InstructionRenderer(catalog, written, contract.Rendering, tokens), tokens, contract.PromptTokens);
        _generator = new LanguageModelTermIdGenerator(
            model, written, prompts.Of,
            new LanguageModelGenerationOptions { Constrained = mode == GenerationMode.Constrained });
    }

    /// <summary>Whether a folder holds a tuned language model: the contract goes with every one.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ArtifactNames.Rendering));

    /// <summary>Loads the model in a folder: a whole one, or an adapter and the model that it belongs to.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="library">The term library of the workspace.</param>
    /// <param name="options">Where it runs.</param>
    /// <param name="mode">What it may write.</param>
    /// <exception cref="MissingPrerequisiteException">The model that an adapter belongs to is not there, or it was trained with another term library.</exception>
    /// <exception cref="InvalidInputException">It is damaged.</exception>
    public static WorkspaceLanguageModel Load(string folder, Catalog catalog, TermLibrary library, LanguageModelOptions options, GenerationMode mode)
    {
        var contract = InstructionContract.Read(folder);
        var model = Open(folder, options);
        try
        {
            return new WorkspaceLanguageModel(model, catalog, library, contract, mode, ownsModel: true);
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
            using var guard = no_grad();
            return _generator.Generate(requests, beams, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generator.Dispose();
        if (_ownsModel)
        {
            _model.Dispose();
        }
    }

    private static LanguageModel Open(string folder, LanguageModelOptions options)
    {
        if (!File.Exists(Path.Combine(folder, CheckpointFiles.AdapterConfig)))
        {
            return LanguageModel.Load(folder, options);
        }

        using var adapter = PeftAdapter.Read(folder);
        var name = adapter.Config.BaseModel
            ?? throw new InvalidInputException($"{folder} holds an adapter that doesn't say which model it belongs to. Run 'grlm train' again, with --base.");
        return LanguageModel.Load(ModelReference.Resolve(name), options with { Adapter = folder });
    }
}
