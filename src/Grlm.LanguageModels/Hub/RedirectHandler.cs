using System.Net;
using System.Net.Http.Headers;

namespace Grlm.LanguageModels;

/// <summary>
/// Follows redirects, and sends the token to the hub's own address only: large files come from other hosts, which it is none of the business of.
/// </summary>
/// <param name="endpoint">The hub.</param>
/// <param name="token">Its token; null for none.</param>
/// <param name="inner">What sends the requests, following no redirect itself.</param>
internal sealed class RedirectHandler(Uri endpoint, string? token, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostRedirects = 10;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        for (var redirects = 0; ; redirects++)
        {
            var response = await base.SendAsync(Copy(request, address), cancellationToken);
            if (!IsRedirect(response) || (request.Method == HttpMethod.Head && response.Headers.Contains(HubHeaders.LinkedTag)))
            {
                // The hub tells of a large file with the redirect to where it lies; storage has tags of its own.
                return response;
            }

            using (response)
            {
                address = redirects < MostRedirects ? Next(address, response) : throw new InvalidInputException(
                    $"{request.RequestUri} redirects more than {MostRedirects} times. Check HF_ENDPOINT, or try again later.");
            }
        }
    }

    private static bool IsRedirect(HttpResponseMessage response)
        => response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static Uri Next(Uri address, HttpResponseMessage response)
    {
        var next = response.Headers.Location is { } location ? new Uri(address, location) : null;
        var isTaken = next is not null && (next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp));
        return isTaken ? next! : throw new InvalidInputException(
            $"{address} redirects to {(next is null ? "nowhere" : $"'{next}', which is not safe to follow")}. Check HF_ENDPOINT, or try again later.");
    }

    private HttpRequestMessage Copy(HttpRequestMessage request, Uri address)
    {
        var copy = new HttpRequestMessage(request.Method, address) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var header in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (token is not null && ServerAddress.IsSameServer(endpoint, address))
        {
            copy.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return copy;
    }
}
