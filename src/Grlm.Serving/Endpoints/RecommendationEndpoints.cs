namespace Grlm.Serving;

/// <summary>Maps what recommends to somebody.</summary>
internal static class RecommendationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/recommendations", Recommend).For(ApiScope.Read)
            .WithName("recommend").WithSummary("Recommends to a user, to a history, or to both.")
            .Produces<RecommendationAnswer>();
        api.MapGet("/users/{id}/recommendations", RecommendTo).For(ApiScope.Read)
            .WithName("recommendToUser").WithSummary("Recommends to a user.")
            .Produces<RecommendationAnswer>();
        api.MapPost("/recommendations/batch", RecommendMany).For(ApiScope.Read).WithMetadata(Api.Large)
            .WithName("recommendMany").WithSummary("Answers up to 10,000 requests, each with a status of its own.")
            .Produces<BatchAnswer>();
        api.MapPost("/recommendations/next/{recommId}", Next).For(ApiScope.Read)
            .WithName("recommendNext").WithSummary("Returns the following page of a list.")
            .Produces<RecommendationAnswer>();
        api.MapPost("/rankings", Rank).For(ApiScope.Read)
            .WithName("rank").WithSummary("Puts items that the caller has in the order that suits somebody.")
            .Produces<RecommendationAnswer>();
    }

    private static async Task<IResult> Recommend(Body<RecommendationCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        using var use = shop.Versions.Use(body.Value);
        return Api.Json(await use.Shop.AnswerAsync(body.Value, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> RecommendTo(
        string id, int? count, string? filter, ServedShop shop, CancellationToken cancellationToken)
    {
        var call = new RecommendationCall { User = Api.Id(id), Count = count, Filter = filter };
        using var use = shop.Versions.Use(call);
        return Api.Json(await use.Shop.AnswerAsync(call, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> RecommendMany(Body<BatchCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        var calls = Limits.Some(body.Value.Requests, "requests", Limits.Requests);
        var uses = new List<ShopVersionUse>(calls.Count);
        try
        {
            foreach (var call in calls)
                uses.Add(shop.Versions.Use(call));
            var answers = new BatchEntry[calls.Count];
            foreach (var group in Enumerable.Range(0, calls.Count).GroupBy(place => uses[place].Shop))
            {
                var part = await group.Key.AnswerAsync([.. group.Select(place => calls[place])], cancellationToken).ConfigureAwait(false);
                foreach (var (entry, place) in part.Answers.Zip(group))
                    answers[place] = entry;
            }

            return Api.Json(new BatchAnswer { Answers = answers });
        }
        finally
        {
            foreach (var use in uses)
                use.Dispose();
        }
    }

    private static async Task<IResult> Next(string recommId, Body<NextCall> body, ServedShop shop, CancellationToken cancellationToken)
        => Api.Json(await shop.NextAsync(recommId, body.Value.Count, cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> Rank(Body<RankingCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        using var use = shop.Versions.Use(new RecommendationCall { User = body.Value.User, History = body.Value.History });
        return Api.Json(await use.Shop.RankAsync(body.Value, cancellationToken).ConfigureAwait(false));
    }
}
