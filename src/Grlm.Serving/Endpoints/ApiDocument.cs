using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Grlm.Serving;

/// <summary>Describes the API: the OpenAPI document, and a page to read it and to try it, which asks no other host for anything.</summary>
internal static class ApiDocument
{
    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            var api = ServingJson.Api.Options;
            json.SerializerOptions.TypeInfoResolver = ServingJson.Api;
            json.SerializerOptions.NumberHandling = api.NumberHandling;
            json.SerializerOptions.DefaultIgnoreCondition = api.DefaultIgnoreCondition;
            json.SerializerOptions.UnmappedMemberHandling = api.UnmappedMemberHandling;
            foreach (var converter in api.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        services.AddOpenApi("v1", document => document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info = new OpenApiInfo
            {
                Title = "GRLM recommendation server",
                Version = "v1",
                Description = "Recommends the items of a shop. Errors are problem details (RFC 9457) with a stable 'code'.",
            };
            api.Servers = [];
            return Task.CompletedTask;
        }).AddOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken);
            operation.Responses!["default"] = new OpenApiResponse
            {
                Description = "A fault, with a stable 'code' and what to do about it.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = problem },
                },
            };
        }));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(string.Empty);
        pages.MapOpenApi().ForEverybody();
        pages.MapScalarApiReference("/reference", page => page.WithTitle("GRLM").DisableDefaultFonts().DisableTelemetry()).ForEverybody();
        Gate.Close(pages);
    }
}
