using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Grlm.LanguageModels.Tests;

/// <summary>
/// A hub with one model, on this machine: the listing, the files, and large files behind a redirect to another "host" (another port), as on
/// huggingface.co. Faults can be put in front of its answers.
/// </summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Repository = "acme/tiny";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    public const string OtherTag = "\"tag-of-the-storage\"";

    private readonly ConcurrentDictionary<string, FakeHubFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<FakeFault>> _faults = new(StringComparer.Ordinal);
    private readonly WebApplication _server;

    private FakeHub(WebApplication server)
    {
        _server = server;
        server.Run(AnswerAsync);
    }

    /// <summary>Address of the hub.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Address of the storage that large files are redirected to.</summary>
    public Uri Storage { get; private set; } = null!;

    /// <summary>Token without which it answers 401; null for an open model.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the listing tells sizes and checksums.</summary>
    public bool TellsChecksums { get; set; } = true;

    /// <summary>The listing instead of the one that the files make.</summary>
    public string? Listing { get; set; }

    /// <summary>What was asked, in the order of arrival.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    public static async Task<FakeHub> StartAsync(string? token = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0", "http://127.0.0.1:0");
        var hub = new FakeHub(builder.Build()) { Token = token };
        await hub._server.StartAsync(TestContext.Current.CancellationToken);
        var addresses = hub._server.Urls.ToArray();
        (hub.Endpoint, hub.Storage) = (new Uri(addresses[0]), new Uri(addresses[1]));
        return hub;
    }

    /// <summary>Adds a file that the hub sends itself.</summary>
    public FakeHubFile Add(string path, byte[] content, string? tag = null)
        => _files[path] = new FakeHubFile(path, content, IsLarge: false, tag ?? GitHash(content));

    /// <summary>Adds a file that lies in the storage.</summary>
    public FakeHubFile AddLarge(string path, byte[] content)
        => _files[path] = new FakeHubFile(path, content, IsLarge: true, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Puts faults in front of the answers to requests whose path ends so; each stands once.</summary>
    public void Fail(string pathEnd, params IEnumerable<FakeFault> faults) => _faults[pathEnd] = new ConcurrentQueue<FakeFault>(faults);

    /// <summary>The requests for contents: not for the listing, and not for what leads elsewhere.</summary>
    public IEnumerable<FakeRequest> Transfers => Requests.Where(request => request.Method == "GET" && request.IsContent);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [SuppressMessage("Security", "CA5350", Justification = "This is how git names contents.")]
    private static string GitHash(byte[] content)
        => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var isStorage = context.Connection.LocalPort == Storage.Port;
        var file = Find(path, isStorage);
        Requests.Enqueue(FakeRequest.Of(context, isStorage, isContent: file is not null && file.IsLarge == isStorage));
        var faults = _faults.FirstOrDefault(faults => path.EndsWith(faults.Key, StringComparison.Ordinal)).Value;
        if (faults is not null && faults.TryDequeue(out var fault))
        {
            await fault(context, file?.Content ?? []);
        }
        else if (Token is not null && !isStorage && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            await FakeFaults.Status(401, "GatedRepo")(context, []);
        }
        else if (path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal))
        {
            await AnswerListingAsync(context, path[(path.LastIndexOf('/') + 1)..]);
        }
        else
        {
            await AnswerFileAsync(context, file, isStorage);
        }
    }

    private FakeHubFile? Find(string path, bool isStorage)
        => isStorage
            ? _files.Values.FirstOrDefault(file => path == $"/{file.Tag}")
            : _files.GetValueOrDefault(path.Replace($"/{Repository}/resolve/{Commit}/", "", StringComparison.Ordinal));

    private async Task AnswerListingAsync(HttpContext context, string revision)
    {
        if (revision is not ("main" or Commit))
        {
            await FakeFaults.Status(404, "RevisionNotFound")(context, []);
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(Listing ?? FakeListing.Of(Commit, _files.Values, TellsChecksums));
    }

    private async Task AnswerFileAsync(HttpContext context, FakeHubFile? file, bool isStorage)
    {
        if (file is null)
        {
            await FakeFaults.Status(404, "RepoNotFound")(context, []);
            return;
        }

        context.Response.Headers["X-Repo-Commit"] = Commit;
        if (file.IsLarge && !isStorage)
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = new Uri(Storage, file.Tag).ToString();
            context.Response.Headers["X-Linked-Etag"] = $"\"{file.Tag}\"";
            context.Response.Headers["X-Linked-Size"] = file.Content.Length.ToString();
            return;
        }

        context.Response.Headers.ETag = file.IsLarge ? OtherTag : $"\"{file.Tag}\"";
        await FakeFaults.Content(context, file.Content, upTo: int.MaxValue);
    }
}
