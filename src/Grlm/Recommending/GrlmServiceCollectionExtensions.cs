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
}
