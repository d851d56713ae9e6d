using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Grlm.LanguageModels.Tests;

/// <summary>What goes wrong with servers and networks.</summary>
internal static class FakeFaults
{
    /// <summary>A refusal, with the hub's own code for it.</summary>
    public static FakeFault Status(int status, string? code = null) => (context, _) =>
    {
        context.Response.StatusCode = status;
        if (code is not null)
        {
            context.Response.Headers["X-Error-Code"] = code;
        }

        return Task.CompletedTask;
    };

    /// <summary>Too many requests.</summary>
    public static FakeFault Busy(TimeSpan retryAfter) => (context, _) =>
    {
        context.Response.StatusCode = 429;
        context.Response.Headers.RetryAfter = ((int)retryAfter.TotalSeconds).ToString();
        return Task.CompletedTask;
    };

    /// <summary>Some bytes, then nothing for as long as the client waits, or until told to cut the connection.</summary>
    public static FakeFault StopAfter(int bytes, Task? cut = null) => async (context, content) =>
    {
        await Content(context, content, bytes);
        await (cut ?? Task.Delay(Timeout.Infinite, context.RequestAborted)).ContinueWith(_ => { }, TaskScheduler.Default);
        context.Abort();
    };

    /// <summary>Another content of the same length.</summary>
    public static FakeFault Damaged { get; } =
        (context, content) => Content(context, [.. content.Select(value => (byte)~value)], int.MaxValue);

    /// <summary>The whole content, whatever part was asked for.</summary>
    public static FakeFault Whole { get; } = (context, content) =>
    {
        context.Request.Headers.Remove(HeaderNames.Range);
        return Content(context, content, int.MaxValue);
    };

    /// <summary>More than was announced, without a length.</summary>
    public static FakeFault Endless { get; } = async (context, content) =>
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    };

    public static FakeFault Redirect(string location) => (context, _) =>
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    public static FakeFault Page { get; } = async (context, _) =>
    {
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync("<html>Please sign in.</html>");
    };

    /// <summary>A content, or the part that the request's range names.</summary>
    public static async Task Content(HttpContext context, byte[] content, int upTo)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        var from = (int)(range?.From ?? 0);
        if (from >= content.Length && from > 0)
        {
            context.Response.StatusCode = 416;
            return;
        }

        if (range is not null)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - from;
        if (context.Request.Method != "HEAD")
        {
            await context.Response.Body.WriteAsync(content.AsMemory(from, Math.Min(upTo, content.Length - from)));
            await context.Response.Body.FlushAsync();
        }
    }
}
