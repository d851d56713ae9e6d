using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Grlm.Serving;

/// <summary>Puts the recommendation server into an application of ASP.NET Core.</summary>
public static class GrlmServing
{
    /// <summary>
    /// Adds what answers: models, store and live catalogue, opened when the application starts. An <see cref="IModelLoader"/> among the
    /// services loads the models in place of the managed engine.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">What is served.</param>
    /// <exception cref="InvalidOptionsException">An option is out of range.</exception>
    public static IServiceCollection AddGrlmServing(this IServiceCollection services, GrlmServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.Validate(options);
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ServedShop>(provider, options, provider));
        services.AddHostedService(provider => provider.GetRequiredService<ServedShop>());
        return services;
    }

    /// <summary>Maps the endpoints: <c>/v1/…</c> and <c>/health/…</c>.</summary>
    /// <param name="routes">The application's routes, or a group of them.</param>
    /// <returns>The group of all of them.</returns>
    public static RouteGroupBuilder MapGrlm(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var all = routes.MapGroup(string.Empty).WithMetadata(new RequestSizeLimitAttribute(Limits.Body));
        HealthEndpoints.Map(all.MapGroup(string.Empty).WithTags("Health"));
        var api = all.MapGroup("/v1");
        RecommendationEndpoints.Map(api.MapGroup(string.Empty).WithTags("Recommendations"));
        ListEndpoints.Map(api.MapGroup(string.Empty).WithTags("Lists"));
        ItemEndpoints.Map(api.MapGroup(string.Empty).WithTags("Items"));
        InteractionEndpoints.Map(api.MapGroup(string.Empty).WithTags("Interactions"));
        ModelEndpoints.Map(api.MapGroup(string.Empty).WithTags("Models"));
        Gate.Close(all);
        return all;
    }
}
