using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Holds by name what text vectors can be made with. Those that need more than managed code come from other packages. Immutable.
/// </summary>
public sealed class EmbeddingProviders
{
    /// <summary>Holds the name of the lexical provider, which needs no model and is always there.</summary>
    public const string Lexical = "lexical";

    private readonly ProviderNames<IEmbeddingProvider> _providers;

    /// <summary>Holds the lexical provider alone.</summary>
    public EmbeddingProviders()
        : this(new Dictionary<string, Func<IEmbeddingProvider>>())
    {
    }

    /// <summary>Holds the lexical provider and others.</summary>
    /// <param name="others">How each is made by its name, when it is asked for.</param>
    public EmbeddingProviders(IReadOnlyDictionary<string, Func<IEmbeddingProvider>> others)
        : this(new ProviderNames<IEmbeddingProvider>("embedding", Lexical, WithLexical(others)))
    {
    }

    private EmbeddingProviders(ProviderNames<IEmbeddingProvider> providers) => _providers = providers;

    /// <summary>Gets the names that there are.</summary>
    public IReadOnlyList<string> Names => _providers.All;

    /// <summary>Adds a provider, or puts it in the place of the one of that name.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="provider">The provider.</param>
    public EmbeddingProviders With(string name, IEmbeddingProvider provider) => new(_providers.With(name, provider));

    /// <summary>Adds a generator, or puts it in the place of the provider of that name.</summary>
    /// <param name="name">Its name, without regard to case. Vectors are kept under it: another model takes another name.</param>
    /// <param name="generator">The generator, which stays the caller's: no run disposes it.</param>
    public EmbeddingProviders With(string name, IEmbeddingGenerator<string, Embedding<float>> generator)
        => With(name, new GeneratorProvider(generator));

    /// <summary>Returns the provider of a name.</summary>
    /// <exception cref="InvalidOptionsException">There is none.</exception>
    public IEmbeddingProvider Of(string name) => _providers.Make(name);

    private static Dictionary<string, Func<IEmbeddingProvider>> WithLexical(IReadOnlyDictionary<string, Func<IEmbeddingProvider>> others)
        => new(others, StringComparer.OrdinalIgnoreCase) { [Lexical] = () => new LexicalProvider() };
}

/// <summary>Lets a generator that somebody else owns be a provider.</summary>
internal sealed class GeneratorProvider(IEmbeddingGenerator<string, Embedding<float>> generator) : IEmbeddingProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options) => [];

    /// <inheritdoc/>
    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
        => Task.FromResult<IEmbeddingGenerator<string, Embedding<float>>>(new Borrowed(generator));

    private sealed class Borrowed(IEmbeddingGenerator<string, Embedding<float>> generator)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(generator)
    {
#pragma warning disable CA2215 // The base would dispose what belongs to whoever has given it.
        protected override void Dispose(bool disposing)
        {
        }
#pragma warning restore CA2215
    }
}
