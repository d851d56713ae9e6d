namespace Grlm.Serving;

/// <summary>Maps what users did. What was acknowledged is committed, and counts in the very next answer.</summary>
internal static class InteractionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/interactions", Append).For(ApiScope.Write).WithMetadata(Api.Large)
            .WithName("addInteractions").WithSummary("Appends up to 1,000 interactions, all or none; one whose id is known counts once.")
            .Produces<InteractionsWritten>();
        api.MapDelete("/interactions/{id}", Delete).For(ApiScope.Write)
            .WithName("deleteInteraction").WithSummary("Deletes an interaction.").Produces(204);
        api.MapGet("/users/{id}/interactions", History).For(ApiScope.Read)
            .WithName("listInteractions").WithSummary("Returns the latest interactions of a user, oldest first.")
            .Produces<InteractionPage>();
        api.MapDelete("/users/{id}", DeleteUser).For(ApiScope.Admin)
            .WithName("deleteUser").WithSummary("Deletes all that the store knows of a user.").Produces<UserDeleted>();
        api.MapGet("/export/interactions", Export).For(ApiScope.Admin)
            .WithName("exportInteractions").WithSummary("Returns all interactions of a time, one a line of JSON.")
            .Produces<InteractionBody>(contentType: "application/x-ndjson");
    }

    private static async Task<IResult> Append(Body<InteractionsCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        var now = shop.Clock.GetUtcNow();
        StoredInteraction[] interactions =
        [
            .. Limits.Some(body.Value.Interactions, "interactions", Limits.Rows)
                .Select((interaction, place) => interaction.ToStored(place, now)),
        ];
        var added = await shop.Store.Interactions.AppendAsync(interactions, cancellationToken).ConfigureAwait(false);
        var accepted = added.Count(isNew => isNew);
        return Api.Json(new InteractionsWritten { Accepted = accepted, Duplicates = added.Count - accepted });
    }

    private static async Task<IResult> Delete(string id, ServedShop shop, CancellationToken cancellationToken)
        => await shop.Store.Interactions.DeleteAsync(Api.Id(id), cancellationToken).ConfigureAwait(false)
            ? TypedResults.NoContent()
            : throw ApiException.NotFound("interaction-unknown", $"There is no interaction '{id}'. Check the id.");

    private static async Task<IResult> History(string id, int? limit, ServedShop shop, CancellationToken cancellationToken)
    {
        var interactions = await shop.Store.Interactions.HistoryAsync(
            Api.Id(id), Limits.Count(limit, ShopHistories.LongestHistory), cancellationToken).ConfigureAwait(false);
        return Api.Json(new InteractionPage { Interactions = [.. interactions.Select(InteractionBody.Of)] });
    }

    private static async Task<IResult> DeleteUser(string id, ServedShop shop, CancellationToken cancellationToken)
    {
        var user = Api.Id(id);
        shop.Shown.Forget(user);
        var deleted = await shop.Store.Interactions.DeleteUserAsync(user, cancellationToken).ConfigureAwait(false);
        return Api.Json(new UserDeleted { Interactions = deleted.Interactions, Recommendations = deleted.Recommendations });
    }

    private static Task Export(DateTimeOffset? since, DateTimeOffset? until, HttpContext context, ServedShop shop)
        => Api.StreamAsync(
            context, shop.Store.Interactions.ExportAsync(since, until, context.RequestAborted).Select(InteractionBody.Of));
}
