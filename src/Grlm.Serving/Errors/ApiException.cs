namespace Grlm.Serving;

/// <summary>Reports what a caller can act on, with the status and the stable code of its answer.</summary>
internal sealed class ApiException(int status, string code, string message) : GrlmException(message, exitCode: 3, null)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Gets the seconds after which to try again; null where that helps nothing.</summary>
    public int? RetryAfter { get; init; }

    public static ApiException NotFound(string code, string message) => new(StatusCodes.Status404NotFound, code, message);

    public static ApiException Invalid(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);
}
