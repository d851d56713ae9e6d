using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Grlm.Serving;

/// <summary>Maps the catalogue. What was acknowledged is committed, and is in the very next answer of this server.</summary>
internal static class ItemEndpoints
{
    private const int UsualPage = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/items", List).For(ApiScope.Read)
            .WithName("listItems").WithSummary("Lists items by id, a page at a time.").Produces<ItemPage>();
        api.MapPost("/items", UpsertMany).For(ApiScope.Write).WithMetadata(Api.Large)
            .WithName("putItems").WithSummary("Makes or replaces up to 1,000 items, all or none.").Produces<ItemsWritten>();
        api.MapGet("/items/{id}", Get).For(ApiScope.Read)
            .WithName("getItem").WithSummary("Returns an item.").Produces<ItemAnswer>();
        api.MapPut("/items/{id}", Upsert).For(ApiScope.Write)
            .WithName("putItem").WithSummary("Makes or replaces an item.").Produces<ItemAnswer>().Produces<ItemAnswer>(201);
        api.MapPatch("/items/{id}", Patch).For(ApiScope.Write)
            .WithName("patchItem").WithSummary("Changes what is given of an item; null takes it out.").Produces<ItemAnswer>();
        api.MapDelete("/items/{id}", Delete).For(ApiScope.Write)
            .WithName("deleteItem").WithSummary("Deletes an item.").Produces(204);
        api.MapPost("/import/items", Import).For(ApiScope.Write).WithMetadata(Api.Large)
            .Accepts<ItemBody>("application/x-ndjson")
            .WithName("importItems").WithSummary("Makes or replaces items, one a line of JSON.").Produces<ItemsWritten>();
        api.MapGet("/export/items", Export).For(ApiScope.Read)
            .WithName("exportItems").WithSummary("Returns all items, one a line of JSON.")
            .Produces<ItemBody>(contentType: "application/x-ndjson");
    }

    private static async Task<IResult> List(string? after, int? limit, ServedShop shop, CancellationToken cancellationToken)
    {
        var count = Limits.Count(limit, UsualPage);
        var items = await shop.Store.Items.ListAsync(Limits.Key(after, "after"), count, cancellationToken).ConfigureAwait(false);
        return Api.Json(new ItemPage
        {
            Items = [.. items.Select(ItemAnswer.Of)],
            Next = items.Count == count ? items[^1].Content.Item.Id : null,
        });
    }

    private static async Task<IResult> Get(string id, HttpContext context, ServedShop shop, CancellationToken cancellationToken)
    {
        var key = Api.Id(id);
        var item = await shop.Store.Items.FindAsync(key, cancellationToken).ConfigureAwait(false) ?? throw ShopLists.Unknown(key);
        var tag = TagOf(item);
        context.Response.Headers.ETag = tag.ToString();
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : Api.Json(ItemAnswer.Of(item));
    }

    private static async Task<IResult> Upsert(
        string id, Body<ItemBody> body, HttpContext context, ServedShop shop, CancellationToken cancellationToken)
    {
        var content = body.Value.ToContent(Api.Id(id));
        return await AnswerAsync(
            await shop.Store.Items.UpsertAsync(content, RevisionOf(context.Request), cancellationToken).ConfigureAwait(false),
            content.Item.Id, context, shop).ConfigureAwait(false);
    }

    private static async Task<IResult> Patch(
        string id, Body<JsonObject> body, HttpContext context, ServedShop shop, CancellationToken cancellationToken)
    {
        var key = Api.Id(id);
        return await AnswerAsync(
            await shop.Store.Items.ChangeAsync(
                key, content => Merge(content, body.Value), RevisionOf(context.Request), cancellationToken).ConfigureAwait(false),
            key, context, shop).ConfigureAwait(false);
    }

    private static async Task<IResult> Delete(string id, HttpContext context, ServedShop shop, CancellationToken cancellationToken)
    {
        var key = Api.Id(id);
        return await AnswerAsync(
            await shop.Store.Items.DeleteAsync(key, RevisionOf(context.Request), cancellationToken).ConfigureAwait(false),
            key, context, shop).ConfigureAwait(false);
    }

    private static async Task<IResult> UpsertMany(Body<ItemsCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        var items = Limits.Some(body.Value.Items, "items", Limits.Rows).Select(item => item.ToContent()).ToList();
        var results = await shop.Store.Items.UpsertAsync(items, cancellationToken).ConfigureAwait(false);
        await shop.Versions.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        return Api.Json(Count(results));
    }

    private static async Task<IResult> Import(HttpContext context, ServedShop shop, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body);
        var (results, chunk, line) = (new List<ItemResult>(), new List<ItemContent>(), 0);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            chunk.Add(ReadLine(text, line));
            if (chunk.Count == Limits.Rows)
                await WriteAsync().ConfigureAwait(false);
        }

        await WriteAsync().ConfigureAwait(false);
        await shop.Versions.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        return Api.Json(Count(results));

        async Task WriteAsync()
        {
            results.AddRange(await shop.Store.Items.UpsertAsync(chunk, cancellationToken).ConfigureAwait(false));
            chunk = [];
        }
    }

    private static Task Export(HttpContext context, ServedShop shop)
        => Api.StreamAsync(context, shop.Store.Items.ExportAsync(context.RequestAborted).Select(item => ItemBody.Of(item.Content)));

    private static ItemContent ReadLine(string text, int line)
    {
        try
        {
            return (JsonSerializer.Deserialize(text, ServingJson.Api.ItemBody)
                ?? throw ApiException.Invalid("malformed-json", "it is null")).ToContent();
        }
        catch (Exception fault) when (fault is JsonException or ApiException)
        {
            throw ApiException.Invalid("malformed-line",
                $"Line {line} can't be read: {fault.Message} Of the lines before it those of whole thousands are stored; " +
                    "mend the line and send all again.");
        }
    }

    /// <summary>Acknowledges a write once it is served as well.</summary>
    private static async Task<IResult> AnswerAsync(ItemResult result, string id, HttpContext context, ServedShop shop)
    {
        switch (result.Outcome)
        {
            case ItemOutcome.Missing:
                throw ShopLists.Unknown(id);
            case ItemOutcome.Conflict:
                throw new ApiException(412, "revision-conflict",
                    $"Item '{id}' is not at that revision{(result.Item is { } now ? $", but at {now.Revision}" : "")}. " +
                        "Get it, change that.");
        }

        // Committed is committed: whoever hangs up now must not leave others with the item as it was.
        await shop.Versions.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        if (result.Outcome == ItemOutcome.Deleted)
            return TypedResults.NoContent();
        context.Response.Headers.ETag = TagOf(result.Item!).ToString();
        return Api.Json(ItemAnswer.Of(result.Item!), result.Outcome == ItemOutcome.Created ? 201 : 200);
    }

    /// <summary>Merges a patch into an item (RFC 7396).</summary>
    private static ItemContent Merge(ItemContent content, JsonObject patch)
    {
        var item = (JsonObject)JsonSerializer.SerializeToNode(ItemBody.Of(content), ServingJson.Api.ItemBody)!;
        Merge(item, patch);
        return item.Deserialize(ServingJson.Api.ItemBody)!.ToContent(content.Item.Id);
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject old)
                Merge(old, inner);
            else
                target[name] = value.DeepClone();
        }
    }

    private static ItemsWritten Count(IReadOnlyList<ItemResult> results) => new()
    {
        Created = results.Count(result => result.Outcome == ItemOutcome.Created),
        Updated = results.Count(result => result.Outcome == ItemOutcome.Updated),
        Unchanged = results.Count(result => result.Outcome == ItemOutcome.Unchanged),
    };

    private static EntityTagHeaderValue TagOf(StoredItem item) => new($"\"{item.Revision.ToString(CultureInfo.InvariantCulture)}\"");

    /// <summary>Returns the revision that a write is for: 0 for one that there must not be yet; null for any.</summary>
    private static long? RevisionOf(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfNoneMatch is [var none] && none.Equals(EntityTagHeaderValue.Any))
            return 0;
        if (headers.IfMatch is not { Count: > 0 } match || match[0].Equals(EntityTagHeaderValue.Any))
            return null;
        return long.TryParse(match[0].Tag.AsSpan().Trim('"'), CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw ApiException.Invalid("malformed-etag", "'If-Match' is no ETag of this API. Send the one that the item came with.");
    }
}
