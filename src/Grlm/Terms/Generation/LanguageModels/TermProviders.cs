using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Holds by name what terms can be made with beside extraction. Those that need more than managed code come from other packages. Immutable.
/// </summary>
public sealed class TermProviders
{
    /// <summary>Holds the name of extraction, which needs no model and is always there.</summary>
    public const string Extract = "extract";

    private readonly ProviderNames<ILanguageModelSource> _sources;

    /// <summary>Holds extraction alone.</summary>
    public TermProviders()
        : this(new Dictionary<string, Func<ILanguageModelSource>>())
    {
    }

    /// <summary>Holds language models.</summary>
    /// <param name="sources">How each is made by its name, when it is asked for.</param>
    public TermProviders(IReadOnlyDictionary<string, Func<ILanguageModelSource>> sources)
        : this(new ProviderNames<ILanguageModelSource>("term", Extract, sources))
    {
    }

    private TermProviders(ProviderNames<ILanguageModelSource> sources) => _sources = sources;

    /// <summary>Gets the names that there are.</summary>
    public IReadOnlyList<string> Names => _sources.All;

    /// <summary>Adds a language model, or puts it in the place of the one of that name.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="source">Opens it.</param>
    public TermProviders With(string name, ILanguageModelSource source) => new(_sources.With(name, source));

    /// <summary>Adds a chat client, or puts it in the place of the provider of that name.</summary>
    /// <param name="name">Its name, without regard to case. With the model's, its answers are kept under it: another model takes another
    /// name.</param>
    /// <param name="client">The client, which stays the caller's: no run disposes it.</param>
    public TermProviders With(string name, IChatClient client) => With(name, new ChatClientSource(name, client));

    /// <summary>Returns the files that the answers depend on: those of the model, and the prompts.</summary>
    /// <exception cref="InvalidOptionsException">The options lack what the provider needs, or do not go together.</exception>
    /// <exception cref="MissingPrerequisiteException">The model is not there.</exception>
    public IReadOnlyList<string> FilesOf(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hasOnePriceOnly = (options.InputPrice is null) != (options.OutputPrice is null);
        if (options.Budget is not null && hasOnePriceOnly)
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

    /// <summary>Returns the source of a name.</summary>
    /// <exception cref="InvalidOptionsException">There is none.</exception>
    internal ILanguageModelSource SourceOf(string name) => _sources.Make(name);

    internal InvalidOptionsException Unknown(string name) => _sources.Unknown(name);
}
