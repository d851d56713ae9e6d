namespace Grlm.Serving;

/// <summary>Maps lists of items that are nobody's in particular.</summary>
internal static class ListEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/items/{id}/similar", SimilarTo).For(ApiScope.Read)
            .WithName("similar").WithSummary("Returns items that are like another one.").Produces<ItemsAnswer>();
        api.MapPost("/items/{id}/similar", Similar).For(ApiScope.Read)
            .WithName("similarBy").WithSummary("Returns items that are like another one, by what makes them so.").Produces<ItemsAnswer>();
        api.MapGet("/popular", Popular).For(ApiScope.Read)
            .WithName("popular").WithSummary("Returns the items with most interactions in the training data.").Produces<ItemsAnswer>();
        api.MapGet("/trending", Trending).For(ApiScope.Read)
            .WithName("trending").WithSummary("Returns what users turn to now: interactions of the store, recent ones first.")
            .Produces<ItemsAnswer>();
        api.MapGet("/newest", Newest).For(ApiScope.Read)
            .WithName("newest").WithSummary("Returns the items that came last.").Produces<ItemsAnswer>();
        api.MapPost("/ground", Ground).For(ApiScope.Read)
            .WithName("ground").WithSummary("Returns the items that a written term ID means.").Produces<GroundAnswer>();
        api.MapPost("/search", Search).For(ApiScope.Read)
            .WithName("search").WithSummary("Finds items by words of their texts and terms.").Produces<ItemsAnswer>();
    }

    private static async Task<IResult> SimilarTo(
        string id, int? count, string? filter, Likeness? by, ServedShop shop, CancellationToken cancellationToken)
    {
        using var use = shop.Versions.Use();
        return Api.Json(await use.Shop.SimilarAsync(
            Api.Id(id), new SimilarCall { Count = count, Filter = filter, By = by }, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> Similar(string id, Body<SimilarCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        using var use = shop.Versions.Use();
        return Api.Json(await use.Shop.SimilarAsync(Api.Id(id), body.Value, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> Popular(
        int? count, string? filter, string? domain, ServedShop shop, CancellationToken cancellationToken)
    {
        using var use = shop.Versions.Use();
        return Api.Json(await use.Shop.PopularAsync(count, filter, domain, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> Trending(
        int? count, string? filter, string? domain, ServedShop shop, CancellationToken cancellationToken)
    {
        using var use = shop.Versions.Use();
        return Api.Json(await use.Shop.TrendingAsync(count, filter, domain, cancellationToken).ConfigureAwait(false));
    }

    private static IResult Newest(int? count, string? filter, string? domain, ServedShop shop)
    {
        using var use = shop.Versions.Use();
        return Api.Json(use.Shop.Newest(count, filter, domain));
    }

    private static IResult Ground(Body<GroundCall> body, ServedShop shop)
    {
        using var use = shop.Versions.Use();
        return Api.Json(use.Shop.Ground(body.Value));
    }

    private static IResult Search(Body<SearchCall> body, ServedShop shop)
    {
        using var use = shop.Versions.Use();
        return Api.Json(use.Shop.Search(body.Value));
    }
}
