namespace Grlm;

/// <summary>Holds the kinds of provider that there are. Those that need more than managed code come from other projects.</summary>
/// <param name="others">How each kind beside <see cref="EmbeddingProvider.Lexical"/> is made, when it is asked for.</param>
public sealed class EmbeddingProviders(IReadOnlyDictionary<EmbeddingProvider, Func<IEmbeddingProvider>> others)
{
    /// <summary>Makes the lexical provider alone.</summary>
    public EmbeddingProviders()
        : this(new Dictionary<EmbeddingProvider, Func<IEmbeddingProvider>>())
    {
    }

    /// <summary>Returns the provider of a kind.</summary>
    /// <exception cref="InvalidOptionsException">This program has none of that kind.</exception>
    public IEmbeddingProvider Of(EmbeddingProvider kind)
        => kind == EmbeddingProvider.Lexical ? new LexicalProvider()
            : others.TryGetValue(kind, out var make) ? make()
            : throw new InvalidOptionsException(
                $"This program has no embedding provider '{kind.ToString().ToLowerInvariant()}'. Choose another (option 'provider').");
}
