using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Grlm.Serving;

/// <summary>Maps the versions of the model: publish, activate, go back, try.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/models", List).For(ApiScope.Read)
            .WithName("listModels").WithSummary("Lists the versions of the model, and which one answers.").Produces<ModelsAnswer>();
        api.MapPut("/models/{version}", Publish).For(ApiScope.Admin)
            .WithName("publishModel")
            .WithSummary("Adds a version by the list of its files, or says which of them are to be sent first.")
            .Produces<ModelPublished>().Produces<ModelPublished>(201).Produces<ModelPublished>(202);
        api.MapPut("/models/files/{sha256}", PutFile).For(ApiScope.Admin).WithMetadata(new RequestSizeLimitAttribute(Limits.ModelFile))
            .AddOpenApiOperationTransformer(TakesBytes)
            .WithName("putModelFile").WithSummary("Takes a file of a version, by the hash of its content.").Produces(204);
        api.MapPost("/models/{version}/activate", Activate).For(ApiScope.Admin)
            .WithName("activateModel").WithSummary("Lets a version answer, unless it is worse than the one that does.")
            .Produces<ActivationAnswer>();
        api.MapPost("/models/rollback", RollBack).For(ApiScope.Admin)
            .WithName("rollBackModel").WithSummary("Goes back to the version that answered before.").Produces<ActivationAnswer>();
        api.MapPut("/models/canary", Try).For(ApiScope.Admin)
            .WithName("tryModel").WithSummary("Lets a version answer some of the users.").Produces(204);
        api.MapDelete("/models/canary", EndTrial).For(ApiScope.Admin)
            .WithName("endTrial").WithSummary("Lets the active version answer everybody again.").Produces(204);
        api.MapDelete("/models/{version}", Delete).For(ApiScope.Admin)
            .WithName("deleteModel").WithSummary("Deletes a version that does not answer.").Produces(204);
    }

    private static Task TakesBytes(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        };
        return Task.CompletedTask;
    }

    private static async Task<IResult> List(ServedShop shop, CancellationToken cancellationToken)
        => Api.Json(await shop.Rollout.ListAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> Publish(
        string version, Body<ModelContents> body, ServedShop shop, CancellationToken cancellationToken)
    {
        var published = await shop.Rollout.AddAsync(version, body.Value, cancellationToken).ConfigureAwait(false);
        return Api.Json(published, published.Missing.Count > 0 ? 202 : published.IsNew ? 201 : 200);
    }

    private static async Task<IResult> PutFile(string sha256, HttpContext context, ServedShop shop, CancellationToken cancellationToken)
    {
        if (!ModelContents.IsHash(sha256))
            throw ApiException.Invalid("hash-malformed", "A file is named by its SHA-256: 64 digits, a to f in lower case.");
        await shop.Store.ModelFiles.PutAsync(sha256, context.Request.Body, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Activate(
        string version, Body<ActivateCall> body, ServedShop shop, CancellationToken cancellationToken)
        => Api.Json(await shop.Rollout.ActivateAsync(version, body.Value.Force == true, cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> RollBack(ServedShop shop, CancellationToken cancellationToken)
        => Api.Json(await shop.Rollout.RollBackAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> Try(Body<CanaryCall> body, ServedShop shop, CancellationToken cancellationToken)
    {
        await shop.Rollout.TryAsync(body.Value, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> EndTrial(ServedShop shop, CancellationToken cancellationToken)
    {
        await shop.Rollout.TryAsync(null, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Delete(string version, ServedShop shop, CancellationToken cancellationToken)
    {
        await shop.Rollout.DeleteAsync(version, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
