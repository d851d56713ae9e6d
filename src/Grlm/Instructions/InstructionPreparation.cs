namespace Grlm;

/// <summary>Reads what instruction samples are made of, and puts their rendering together.</summary>
/// <param name="openTokenizer">Opens the tokenizer in a model's folder.</param>
internal sealed class InstructionPreparation(Func<string, ITokenCounter> openTokenizer)
{
    /// <summary>Reads the artifacts of a workspace as the options need them.</summary>
    /// <exception cref="InvalidOptionsException">The options don't go together, or not with the library.</exception>
    /// <exception cref="MissingPrerequisiteException">An artifact, a template or a tokenizer is not there.</exception>
    public async Task<(InstructionSource Source, InstructionContract Contract)> ReadAsync(
        InstructOptions options, GrlmWorkspace workspace, CancellationToken cancellationToken)
    {
        var dataset = DatasetReader.Read(workspace);
        var whole = TermLibraryReader.Read(workspace, dataset.Catalog);
        if (options.Terms > whole.Length)
        {
            throw new InvalidOptionsException($"The library's term IDs have {whole.Length} terms: 'terms' takes 1 to {whole.Length}, not {options.Terms}.");
        }

        var library = whole.Take(options.Terms ?? whole.Length);
        var counter = options.Tokenizer is { } folder ? openTokenizer(folder) : null;
        var rendering = RenderingOf(options, library, counter);
        var similar = options.Tasks.Contains(InstructionTask.Collaborative) ? SimilarItemsReader.Read(workspace, dataset.Catalog) : null;
        var source = new InstructionSource(
            dataset.Catalog, library, dataset.Split.Training, similar, new InstructionRenderer(dataset.Catalog, library, rendering, counter), options.Neighbors);
        return (source, new InstructionContract
        {
            LibraryVersion = whole.Version,
            Terms = library.Length,
            Rendering = rendering,
            Tokenizer = options.Tokenizer is null ? null : await TokenizerIdentity.OfAsync(options.Tokenizer, cancellationToken),
        });
    }

    private static RenderingSettings RenderingOf(InstructOptions options, TermLibrary library, ITokenCounter? counter) => new()
    {
        MaximumHistory = options.MaximumHistory,
        Titles = !options.NoTitles,
        MaximumTokens = options.MaximumTokens,
        TermIdTokens = options.MaximumTokens is null || counter is null ? 0 : LongestOf(library, counter),
        BehaviorPrompt = PromptTemplate.TextOf(options.BehaviorPrompt, InstructionPrompts.Behavior),
        InternalizationPrompt = PromptTemplate.TextOf(options.InternalizationPrompt, InstructionPrompts.Internalization),
        CollaborativePrompt = PromptTemplate.TextOf(options.CollaborativePrompt, InstructionPrompts.Collaborative),
    };

    /// <summary>Tokens of the longest TID of a library, the mark that ends a turn among them.</summary>
    public static int LongestOf(TermLibrary library, ITokenCounter counter)
        => Enumerable.Range(0, library.ItemCount).AsParallel().Select(library.TermIdOf).OfType<TermId>().Max(termId => counter.CountCompletion(termId.ToString()));
}
