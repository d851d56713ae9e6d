namespace Grlm;

/// <summary>
/// Holds the language models that terms can be made with. Those that need more than managed code come from other projects.
/// </summary>
/// <param name="sources">How each kind of provider but extraction is made, when it is asked for.</param>
public sealed class LanguageModelSources(IReadOnlyDictionary<TermProviderKind, Func<ILanguageModelSource>> sources)
{
    /// <summary>Returns the files that the answers depend on: those of the model, and the prompts.</summary>
    /// <exception cref="InvalidOptionsException">The options lack what the provider needs, or do not go together.</exception>
    /// <exception cref="MissingPrerequisiteException">The model is not there.</exception>
    public IReadOnlyList<string> FilesOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options is { Budget: not null, InputPrice: null, OutputPrice: not null } or
            {
                Budget: not null, InputPrice: not null,
                OutputPrice: null
            })
        {
            throw new InvalidOptionsException(
                "A budget in money needs both prices: give option 'inputPrice' and option 'outputPrice', or none for a budget in tokens.");
        }

        return [.. SourceOf(options.Provider).FilesOf(options), .. new[] { options.Prompt, options.CollisionPrompt }.OfType<string>()];
    }

    /// <summary>Makes the provider that the options name. It keeps its log in the folder of the running stage.</summary>
    /// <exception cref="GrlmException">The options, the prompts, the model or the log are not what they should be.</exception>
    public ITermProvider ProviderOf(TermsOptions options, TermContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        return ProviderOf(options, context, Path.Combine(context.Stage.OutputDirectory, ArtifactNames.Generations), TimeProvider.System);
    }

    /// <summary>Makes the provider that the options name.</summary>
    /// <param name="options">The options of the stage.</param>
    /// <param name="context">What it works with.</param>
    /// <param name="log">Path of its log.</param>
    /// <param name="clock">The clock of waits and time-outs.</param>
    internal LanguageModelTermProvider ProviderOf(TermsOptions options, TermContext context, string log, TimeProvider clock)
    {
        var prompts = TermPrompts.Read(options, context.Catalog, context.Neighbors);
        var connection = SourceOf(options.Provider).Open(options);
        try
        {
            return new LanguageModelTermProvider(options, connection, prompts, context.Catalog, log, clock);
        }
        catch
        {
            connection.Client.Dispose();
            throw;
        }
    }

    /// <summary>Returns the source of a kind.</summary>
    /// <exception cref="InvalidOptionsException">There is none here.</exception>
    internal ILanguageModelSource SourceOf(TermProviderKind kind)
        => sources.TryGetValue(kind, out var make) ? make()
            : throw new InvalidOptionsException(
                $"There is no language model '{kind.ToString().ToLowerInvariant()}' here. Choose another (option 'provider').");
}
