using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Grlm.Serving;

/// <summary>Says what endpoints have in common.</summary>
internal static class Api
{
    /// <summary>Gets the limit of bodies that hold many rows.</summary>
    public static RequestSizeLimitAttribute Large { get; } = new(Limits.LargeBody);

    /// <summary>Answers with a body as the API has it.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK)
        => TypedResults.Json(value, ServingJson.Of<T>(), statusCode: status);

    /// <summary>Returns the id of an address: the one character that stays escaped in it is a slash.</summary>
    /// <exception cref="InvalidInputException">It is too long, or no text.</exception>
    public static string Id(string id)
        => StoreGuard.Key(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), "The id of the address");

    /// <summary>Writes values as lines of JSON, as they are read.</summary>
    public static async Task StreamAsync<T>(HttpContext context, IAsyncEnumerable<T> values)
    {
        var type = ServingJson.Of<T>();
        context.Response.ContentType = "application/x-ndjson";
        await foreach (var value in values.WithCancellation(context.RequestAborted).ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
        }
    }
}
