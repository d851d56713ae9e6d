using System.Net;

namespace Grlm.LanguageModels;

/// <summary>What an answer that is none means, and what to do about it.</summary>
internal static class HubRefusal
{
    /// <summary>The exception for an answer that is no success; the answer is disposed of.</summary>
    public static Exception Of(HttpResponseMessage response, HubReference reference, HubOptions options)
    {
        using (response)
        {
            var address = response.RequestMessage!.RequestUri!;
            var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
            if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
            {
                return new HubUnreachableException($"{address.Authority} answered {status} every time");
            }

            var code = response.Headers.TryGetValues(HubHeaders.ErrorCode, out var codes) ? codes.FirstOrDefault() : null;
            return (response.StatusCode, code) switch
            {
                _ when !ServerAddress.IsSameServer(address, options.Endpoint) => new MissingPrerequisiteException(
                    $"{address.Authority}, where {options.Endpoint.Authority} keeps the files of {reference.Repository}, answered {status}. Run the same command again."),
                (HttpStatusCode.NotFound, "RevisionNotFound") => new InvalidInputException(
                    $"{reference.Repository} has no revision '{reference.Revision}' at {options.Endpoint}. Name a branch, a tag or a commit that it has; without @… it is '{HubReference.MainRevision}'."),
                (HttpStatusCode.NotFound, _) or (_, "RepoNotFound") when options.Token is not null => new InvalidInputException(
                    $"There is no '{reference}' at {options.Endpoint}, or your HF_TOKEN doesn't open it. Check how owner, name and revision are written."),
                (HttpStatusCode.NotFound, _) => new InvalidInputException(
                    $"There is no '{reference}' at {options.Endpoint}. Check how owner, name and revision are written; if it is private, set HF_TOKEN to an access token."),
                (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new MissingPrerequisiteException(Locked(reference, options, code, status)),
                _ => new InvalidInputException($"{address} answered {status}. Check HF_ENDPOINT and the model's name."),
            };
        }
    }

    private static string Locked(HubReference reference, HubOptions options, string? code, string status)
    {
        var terms = code == "GatedRepo" ? $"is gated: accept its terms at {options.Endpoint.ToString().TrimEnd('/')}/{reference.Repository}" : "is private or gated, or doesn't exist";
        var token = options.Token is null ? "set HF_TOKEN to an access token that may read it" : "give HF_TOKEN an access token that may read it; the one it has may not";
        return $"{reference.Repository} {terms}; then {token} ({status}).";
    }
}
