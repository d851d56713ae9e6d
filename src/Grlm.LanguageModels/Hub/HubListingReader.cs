using System.Buffers;
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

            List<HubListing.Entry> files =
                [.. document.RootElement.GetProperty("siblings").EnumerateArray().Select(file => EntryOf(file, origin))];
            CheckPaths(files, origin);
            return new HubListing(commit, files);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException(
                $"{origin} answered with something that is no list of files ({error.Message}). Is HF_ENDPOINT the address of a hub?",
                error);
        }
    }

    private static HubListing.Entry EntryOf(JsonElement file, string origin)
    {
        var path = file.GetProperty("rfilename").GetString() ?? "";
        if (!HubFileName.IsSafe(path))
        {
            throw new InvalidInputException(
                $"{origin} names a file '{path}' that would not stay in the model's folder. Nothing was downloaded; " +
                    $"don't trust this repository.");
        }

        // The tag of a large file is its content's hash; the blob id beside it is that of the pointer that git keeps.
        var isLarge = file.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object;
        var tag = isLarge ? TextOf(large, "sha256") : TextOf(file, "blobId");
        var size = isLarge && large.TryGetProperty("size", out var ofLarge)
            ? ofLarge : file.TryGetProperty("size", out var ofFile) ? ofFile : default;
        return new HubListing.Entry(path,
            tag is not null && size.ValueKind == JsonValueKind.Number ? HubFileChecks.Checked(path, size.GetInt64(), tag, origin) : null);
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
                    throw new InvalidInputException(
                        $"{origin} names '{path[..slash]}' as a file and as a folder. Ask for another revision.");
                }
            }
        }
    }
}

/// <summary>Holds what a revision of a repository consists of.</summary>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Files">The files as the listing tells them.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubListing.Entry> Files)
{
    /// <summary>Describes a file of the listing.</summary>
    /// <param name="Path">Relative to the repository.</param>
    /// <param name="Known">Size and tag; null where the listing doesn't tell them and the file has to be asked for them.</param>
    public sealed record Entry(string Path, HubFile? Known);
}

/// <summary>Checks what a server says of a file.</summary>
internal static class HubFileChecks
{
    /// <summary>Returns the file, if its size can be one and its tag can be the name of a blob.</summary>
    /// <exception cref="InvalidInputException">They can't.</exception>
    public static HubFile Checked(string path, long size, string tag, string origin)
    {
        if (size < 0)
        {
            throw new InvalidInputException($"{origin}: '{path}' is said to have {size} bytes. Ask another mirror, or again later.");
        }

        return HubFileName.IsSafeTag(tag)
            ? new HubFile(path, size, tag)
            : throw new InvalidInputException(
                $"{origin}: '{path}' has the tag '{tag}', which can't be the name of a file in the cache. Ask another mirror.");
    }
}

/// <summary>Says which names that a server sends may become files below a folder of ours, on every system.</summary>
internal static class HubFileName
{
    private const int LongestTag = 128;

    // A backslash and a colon are letters on one system and a way out of the folder on another.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code), '\\', ':', '*', '?', '"', '<', '>', '|', '\u007f']);

    private static readonly SearchValues<char> OfTags =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-.");

    /// <summary>Tells whether a path with <c>/</c> between its parts stays below the folder that it is put in.</summary>
    public static bool IsSafe(string path)
        => path.Length > 0
            && !path.AsSpan().ContainsAny(Forbidden)
            && path.Split('/').All(part => part.Length > 0 && !part.EndsWith('.') && !part.EndsWith(' '));

    /// <summary>Tells whether an entity tag can be the name of a blob.</summary>
    public static bool IsSafeTag(string tag)
        => tag.Length is > 0 and <= LongestTag && tag[0] != '.' && !tag.AsSpan().ContainsAnyExcept(OfTags);
}
