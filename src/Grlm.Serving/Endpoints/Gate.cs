namespace Grlm.Serving;

/// <summary>
/// Stands before every endpoint of the API: asks for the key that it takes, keeps to the key's rate, and turns faults into problem details.
/// An endpoint that says nothing takes an admin's key, so that a new one can't stand open by mistake.
/// </summary>
internal static class Gate
{
    private const string Bearer = "Bearer ", KeyHeader = "X-API-Key";

    /// <summary>Says what an endpoint takes.</summary>
    public sealed record Takes(ApiScope? Scope);

    /// <summary>Lets keys of this scope call the endpoint.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, ApiScope scope)
        where TBuilder : IEndpointConventionBuilder
        => endpoint.WithMetadata(new Takes(scope));

    /// <summary>Lets everybody call the endpoint.</summary>
    public static TBuilder ForEverybody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
        => endpoint.WithMetadata(new Takes(null));

    /// <summary>Puts the gate before all endpoints of a group.</summary>
    public static void Close(IEndpointConventionBuilder group) => group.Finally(endpoint =>
    {
        var takes = endpoint.Metadata.OfType<Takes>().LastOrDefault() ?? new Takes(ApiScope.Admin);
        var inner = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => PassAsync(context, takes, inner);
    });

    private static async Task PassAsync(HttpContext context, Takes takes, RequestDelegate inner)
    {
        try
        {
            Protect(context.Response.Headers);
            if (takes.Scope is { } scope)
                Check(context, context.RequestServices.GetRequiredService<ServedShop>(), scope);
            await inner(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                await Problems.AnswerStatusAsync(context).ConfigureAwait(false);
        }
        catch (Exception fault) when (!context.Response.HasStarted && fault is not OutOfMemoryException)
        {
            await Problems.AnswerAsync(context, fault).ConfigureAwait(false);
        }
    }

    private static void Check(HttpContext context, ServedShop shop, ApiScope scope)
    {
        var secret = SecretOf(context.Request.Headers);
        if (!shop.Keys.Any && shop.Options.OpenWithoutKeys)
            return;
        if (secret is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ApiException(401, "key-missing", "A key is needed. Send it as 'Authorization: Bearer KEY'.");
        }

        if (shop.Keys.Find(secret) is not { } key)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ApiException(401, "key-unknown", "The key is unknown or revoked. Check it, or have another one made.");
        }

        if (!key.Scopes.Contains(scope.ToString().ToLowerInvariant(), StringComparer.Ordinal))
        {
            throw new ApiException(403, "scope-missing",
                $"The key '{key.Name}' may not do this: it takes the scope '{scope.ToString().ToLowerInvariant()}'. Use another key.");
        }

        if (shop.Rates.Refuses(key.Id, out var seconds))
        {
            throw new ApiException(429, "rate-exceeded",
                $"The key '{key.Name}' has made its {Readable.Count(shop.Options.RateLimit)} requests of this second. Wait for the next.")
            {
                RetryAfter = seconds,
            };
        }
    }

    private static string? SecretOf(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            : headers[KeyHeader].ToString() is { Length: > 0 } key ? key
            : null;
    }

    /// <summary>Answers are for programs: no page may frame them, guess their type, or keep them.</summary>
    private static void Protect(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
