using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a recommender to an application's services.</summary>
public static class GrlmServiceCollectionExtensions
{
    /// <summary>
    /// Adds the recommender of a workspace as a singleton <see cref="Grlm.IRecommender"/>, which is opened when it is first asked for and
    /// serves any number of callers. An <see cref="Grlm.IModelLoader"/> among the services loads its models; else those of the managed
    /// engine are.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="workspace">Folder of the workspace.</param>
    /// <param name="options">What ranks, and how; null for the best that the workspace has.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static IServiceCollection AddGrlm(this IServiceCollection services, string workspace, Grlm.RecommenderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(workspace);
        services.TryAddSingleton(_ => Grlm.GrlmWorkspace.Open(workspace));
        services.TryAddSingleton<Grlm.IRecommender>(provider => provider.GetRequiredService<Grlm.GrlmWorkspace>()
            .OpenRecommender(options, provider.GetService<Grlm.IModelLoader>()));
        return services;
    }

    /// <summary>
    /// Adds a chat client that terms can be made with, by name: <c>new TermsOptions { Provider = "mine" }</c> for the
    /// <see cref="Grlm.TermsStage"/> among the services.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="client">The client, which stays the caller's.</param>
    public static IServiceCollection UseTermProvider(this IServiceCollection services, string name, IChatClient client)
        => services.UseProviders(providers => providers.With(name, client), static (Grlm.EmbeddingProviders providers) => providers);

    /// <summary>
    /// Adds a generator that text vectors can be made with, by name: <c>new EmbedOptions { Provider = "mine" }</c> for the
    /// <see cref="Grlm.EmbedStage"/> among the services.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="generator">The generator, which stays the caller's.</param>
    public static IServiceCollection UseEmbeddingProvider(
        this IServiceCollection services, string name, IEmbeddingGenerator<string, Embedding<float>> generator)
        => services.UseProviders(static (Grlm.TermProviders providers) => providers, providers => providers.With(name, generator));

    private static IServiceCollection UseProviders(
        this IServiceCollection services,
        Func<Grlm.TermProviders, Grlm.TermProviders> terms,
        Func<Grlm.EmbeddingProviders, Grlm.EmbeddingProviders> embeddings)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(terms);
        services.AddSingleton(embeddings);
        services.TryAddTransient(provider => new Grlm.TermsStage(
            provider.GetServices<Func<Grlm.TermProviders, Grlm.TermProviders>>().Aggregate(new Grlm.TermProviders(),
                (all, add) => add(all))));
        services.TryAddTransient(provider => new Grlm.EmbedStage(
            provider.GetServices<Func<Grlm.EmbeddingProviders, Grlm.EmbeddingProviders>>().Aggregate(new Grlm.EmbeddingProviders(),
                (all, add) => add(all))));
        return services;
    }
}
