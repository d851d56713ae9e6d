using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Grlm.LanguageModels;

/// <summary>
/// Holds one repository's part of the cache, in the layout of Python's <c>huggingface_hub</c>, so that each finds what the other has
/// downloaded: <c>models--OWNER--NAME/blobs/TAG</c> holds contents, <c>snapshots/COMMIT/PATH</c> links to them, <c>refs/REVISION</c> names
/// a commit.
/// </summary>
internal sealed partial class HubCache
{
    private readonly string _root;
    private readonly string _locks;

    public HubCache(string cacheFolder, string repository)
    {
        var name = $"models--{repository.Replace("/", "--", StringComparison.Ordinal)}";
        _root = Path.Combine(cacheFolder, name);
        _locks = Path.Combine(cacheFolder, ".locks", name);
    }

    /// <summary>Tells whether a text is a commit: 40 hexadecimal digits.</summary>
    public static bool IsCommit([NotNullWhen(true)] string? text) => text is not null && CommitName().IsMatch(text);

    /// <summary>Returns where the content with this tag is.</summary>
    public string BlobPath(string tag) => Path.Combine(_root, "blobs", tag);

    /// <summary>Returns what a process holds while it downloads the content with this tag.</summary>
    public string LockPath(string tag) => Path.Combine(_locks, $"{tag}.lock");

    /// <summary>Returns the folder of a commit.</summary>
    public string SnapshotPath(string commit) => Path.Combine(_root, "snapshots", commit);

    /// <summary>Makes the folders of contents and locks.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Path.Combine(_root, "blobs"));
        Directory.CreateDirectory(_locks);
    }

    /// <summary>Returns the commit that a revision stood for when it was downloaded; null where its folder isn't there.</summary>
    public string? FindCommit(string revision)
    {
        var reference = RefPath(revision);
        var commit = IsCommit(revision) ? revision : File.Exists(reference) ? File.ReadAllText(reference).Trim() : null;
        return IsCommit(commit) && Directory.Exists(SnapshotPath(commit)) ? commit : null;
    }

    /// <summary>Remembers which commit a revision stands for; a commit stands for itself.</summary>
    public void Remember(string revision, string commit)
    {
        if (revision != commit)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(RefPath(revision))!);
            AtomicFile.WriteAllText(RefPath(revision), commit);
        }
    }

    /// <summary>Tells whether the folder of the commit has the file.</summary>
    public bool HasFile(string commit, HubFile file) => LengthOf(PathOf(commit, file.Path)) == file.Size;

    /// <summary>Tells whether the content is there.</summary>
    public bool HasBlob(HubFile file) => LengthOf(BlobPath(file.Tag)) == file.Size;

    /// <summary>
    /// Puts a file whose content is there into the folder of the commit: a relative link, or a copy where the system has no links.
    /// </summary>
    public void Link(string commit, HubFile file)
    {
        var path = PathOf(commit, file.Path);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // Made beside and moved: another process may do the same, and a reader sees the old link or the new one.
        var beside = Path.Combine(folder, $".{Guid.NewGuid():N}");
        try
        {
            LinkOrCopy(beside, BlobPath(file.Tag));
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Returns the files of a commit's folder, in the order of their names.</summary>
    public IReadOnlyList<PulledFile> Files(string commit)
    {
        var folder = SnapshotPath(commit);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(folder, path).Replace('\\', '/'), Length: LengthOf(path)))
            .Where(file => file.Length is not null)
            .Select(file => new PulledFile(file.Path, file.Length!.Value, Cached: true))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>Bytes of a file or of what a link leads to; null where there is nothing, or a link to nothing.</summary>
    private static long? LengthOf(string path)
        => File.Exists(path) ? ((FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).Length : null;

    private static void LinkOrCopy(string path, string blob)
    {
        try
        {
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, blob));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            File.Copy(blob, path);
        }
    }

    private string PathOf(string commit, string file) => Path.Combine(SnapshotPath(commit), file.Replace('/', Path.DirectorySeparatorChar));

    private string RefPath(string revision) => Path.Combine(_root, "refs", revision.Replace('/', Path.DirectorySeparatorChar));

    [GeneratedRegex("^[0-9a-f]{40}\\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CommitName();
}
