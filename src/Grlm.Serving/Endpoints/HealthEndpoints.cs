namespace Grlm.Serving;

/// <summary>Maps what those who run the server ask.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Api.Json(new HealthAnswer { Status = "live" })).ForEverybody()
            .WithName("live").WithSummary("Tells whether the process runs.").Produces<HealthAnswer>();
        routes.MapGet("/health/ready", Ready).ForEverybody()
            .WithName("ready").WithSummary("Tells whether models and store answer.").Produces<HealthAnswer>();
    }

    private static async Task<IResult> Ready(ServedShop shop, CancellationToken cancellationToken)
    {
        await shop.Store.LastChangeAsync(cancellationToken).ConfigureAwait(false);
        using var use = shop.Versions.Use();
        return Api.Json(new HealthAnswer { Status = "ready", Model = use.Shop.Name, Items = use.Shop.Catalog.Current.AvailableCount });
    }
}
