using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Grlm.Serving;

/// <summary>Reads the body of a request as the API has it, whatever JSON the application around it speaks.</summary>
/// <param name="Value">What was sent.</param>
internal sealed record Body<T>(T Value) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new ApiException(415, "unsupported-media-type",
                "The body has a form that this address does not take. Send JSON with 'Content-Type: application/json'.");
        }

        var type = ServingJson.Of<T>();
        var value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false);
        return new Body<T>(value ?? throw ApiException.Invalid("malformed-json", "The body is null. Send an object."));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
        => builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
