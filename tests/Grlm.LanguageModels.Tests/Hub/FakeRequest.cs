using Microsoft.AspNetCore.Http;

namespace Grlm.LanguageModels.Tests;

/// <summary>What the fake hub was asked.</summary>
internal sealed record FakeRequest(
    string Method, string Path, bool IsStorage, bool IsContent, string? Authorization, string? Range, string? IfRange)
{
    public static FakeRequest Of(HttpContext context, bool isStorage, bool isContent) => new(
        context.Request.Method,
        context.Request.Path.Value!,
        isStorage,
        isContent,
        context.Request.Headers.Authorization,
        context.Request.Headers.Range,
        context.Request.Headers.IfRange);
}
