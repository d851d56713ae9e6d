using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Reads the answer to <c>/api/models/REPO/revision/REVISION?blobs=true</c>.</summary>
internal static class HubListingReader
{
    /// <summary>Reads and checks it: nothing of it may lead out of the cache.</summary>
    /// <exception cref="InvalidInputException">It is no listing, or a hostile one.</exception>
    public static HubListing Read(ReadOnlyMemory<byte> json, string origin)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var commit = document.RootElement.GetProperty("sha").GetString();
            if (!HubCache.IsCommit(commit))
            {
                throw new InvalidInputException($"{origin}: the commit '{commit}' is none. Is HF_ENDPOINT the address of a hub?");
            }

            List<HubListing.Entry> files = [.. document.RootElement.GetProperty("siblings").EnumerateArray().Select(file => EntryOf(file, origin))];
            CheckPaths(files, origin);
            return new HubListing(commit, files);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"{origin} answered with something that is no list of files ({error.Message}). Is HF_ENDPOINT the address of a hub?", error);
        }
    }

    private static HubListing.Entry EntryOf(JsonElement file, string origin)
    {
        var path = file.GetProperty("rfilename").GetString() ?? "";
        if (!HubFileName.IsSafe(path))
        {
            throw new InvalidInputException($"{origin} names a file '{path}' that would not stay in the model's folder. Nothing was downloaded; don't trust this repository.");
        }

        // The tag of a large file is its content's hash; the blob id beside it is that of the pointer that git keeps.
        var isLarge = file.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object;
        var tag = isLarge ? TextOf(large, "sha256") : TextOf(file, "blobId");
        var size = isLarge && large.TryGetProperty("size", out var ofLarge) ? ofLarge : file.TryGetProperty("size", out var ofFile) ? ofFile : default;
        return new HubListing.Entry(path, tag is not null && size.ValueKind == JsonValueKind.Number ? HubFileChecks.Checked(path, size.GetInt64(), tag, origin) : null);
    }

    private static string? TextOf(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void CheckPaths(IReadOnlyList<HubListing.Entry> files, string origin)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        if (files.FirstOrDefault(file => !paths.Add(file.Path)) is { } twice)
        {
            throw new InvalidInputException($"{origin} names the file '{twice.Path}' twice. Ask for another revision.");
        }

        foreach (var path in paths)
        {
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                if (paths.Contains(path[..slash]))
                {
                    throw new InvalidInputException($"{origin} names '{path[..slash]}' as a file and as a folder. Ask for another revision.");
                }
            }
        }
    }
}
