using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Grlm.Serving;

/// <summary>Answers every error with problem details: a status, a code that stays the same, and what to do about it.</summary>
internal static partial class Problems
{
    private const int ClosedByClient = 499;

    /// <summary>Answers what a handler has thrown.</summary>
    public static async Task AnswerAsync(HttpContext context, Exception fault)
    {
        if (fault is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClosedByClient;
            return;
        }

        var problem = Of(fault);
        if (problem.Status >= StatusCodes.Status500InternalServerError && fault is not StoreUnavailableException)
            LogUnexpected(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Grlm.Serving"), fault);
        await WriteAsync(context, problem).ConfigureAwait(false);
    }

    /// <summary>Answers where nobody has: no such address, no such method, no such form.</summary>
    public static Task AnswerStatusAsync(HttpContext context)
        => WriteAsync(context, context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => Problem(400, "malformed-request",
                "A part of the address or of its parameters can't be read. Check it against /openapi/v1.json."),
            StatusCodes.Status404NotFound => Problem(404, "no-such-address",
                "There is nothing at this address. The document at /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed => Problem(405, "no-such-method",
                "This address does not take this method. The header 'Allow' says which it takes."),
            StatusCodes.Status415UnsupportedMediaType => Problem(415, "unsupported-media-type",
                "The body has a form that this address does not take. Send JSON with 'Content-Type: application/json'."),
            var status => Problem(status, "refused", "The request was refused. Check it against /openapi/v1.json."),
        });

    public static ProblemDetails Of(Exception? fault) => fault switch
    {
        ApiException known => Problem(known.Status, known.Code, known.Message, known.RetryAfter),
        StoreUnavailableException => Problem(503, "store-unavailable", fault.Message, retryAfter: 1),
        MissingPrerequisiteException => Problem(409, "missing-prerequisite", fault.Message),
        InvalidOptionsException => Problem(400, "out-of-range", fault.Message),
        GrlmException => Problem(400, "invalid-input", fault.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem(413, "body-too-large",
            "The body is larger than this address takes. Send less at a time."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem(415, "unsupported-media-type",
            "The body has a form that this address does not take. Send JSON with 'Content-Type: application/json'."),
        BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
        BadHttpRequestException bad => Problem(bad.StatusCode, "malformed-request", $"{bad.Message} Check it against /openapi/v1.json."),
        JsonException json => OfJson(json),
        ObjectDisposedException => Problem(503, "stopping", "The server is stopping. Ask again, or another one.", retryAfter: 1),
        _ => Problem(500, "internal-error", "Something went wrong that should not have. The server's log says more; tell its operators."),
    };

    public static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Extensions.Remove("retryAfter", out var seconds))
            context.Response.Headers.RetryAfter = Convert.ToString(seconds, CultureInfo.InvariantCulture);
        return context.Response.WriteAsJsonAsync(
            problem, ServingJson.Api.ProblemDetails, "application/problem+json", context.RequestAborted);
    }

    public static ProblemDetails Problem(int status, string code, string detail, int? retryAfter = null)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:grlm:problem:{code}",
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Extensions = { ["code"] = code },
        };
        if (retryAfter is { } seconds)
            problem.Extensions["retryAfter"] = seconds;
        return problem;
    }

    private static ProblemDetails OfJson(JsonException json)
    {
        var place = json.Path is { Length: > 0 } path
            ? $" at {path}, line {json.LineNumber + 1}, position {json.BytePositionInLine + 1}" : string.Empty;
        return json.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? Problem(400, "unknown-field", $"The body has a field that there is none of{place}. /openapi/v1.json lists the fields.")
            : Problem(400, "malformed-json", $"The body can't be read{place}. Check the JSON against /openapi/v1.json.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed unexpectedly.")]
    private static partial void LogUnexpected(ILogger logger, Exception? fault);
}
