using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Grlm.Serving.Tests;

/// <summary>Calls the API as a shop does, with JSON as text.</summary>
internal static class HttpAnswers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Returns the status and the body of an answer; null where it has none.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        this HttpClient client, HttpMethod method, string address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse(TypeOf(address)));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Says what an address takes: lines of JSON where items are imported.</summary>
    private static string TypeOf(string address)
        => address.StartsWith("/v1/import/", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";

    /// <summary>Returns the body of an answer that has to succeed.</summary>
    public static async Task<JsonNode> OkAsync(this HttpClient client, HttpMethod method, string address, string? json = null)
    {
        var (status, body) = await client.SendAsync(method, address, json);
        Assert.True((int)status is >= 200 and < 300, $"{method} {address}: {status} {body}");
        return body ?? new JsonObject();
    }

    /// <summary>Returns the ids of the items of an answer.</summary>
    public static string[] Ids(this JsonNode answer) => [.. answer["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
