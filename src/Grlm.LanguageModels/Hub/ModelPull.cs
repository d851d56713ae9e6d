using System.IO.Enumeration;

namespace Grlm.LanguageModels;

/// <summary>Represents one pull of a revision whose files are known.</summary>
/// <param name="client">Asks the hub.</param>
/// <param name="cache">The repository's part of the cache.</param>
/// <param name="reference">The model.</param>
/// <param name="listing">Its commit and files.</param>
/// <param name="options">Where the cache is, and how patiently the hub is asked.</param>
internal sealed class ModelPull(HubClient client, HubCache cache, HubReference reference, HubListing listing, HubOptions options)
{
    /// <summary>
    /// Downloads what is missing, then puts the commit's folder together, then remembers the revision: an interrupted pull leaves the last
    /// one as it was.
    /// </summary>
    public async Task<PulledModel> RunAsync(PullOptions pull, IProgress<StageProgress>? sink, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = pull.Parallel, CancellationToken = cancellationToken };
        var files = await DescribeAsync(
            new FileSelection(pull).Of([.. listing.Files.Select(file => file.Path)], reference.Repository), parallel);
        var missing = files.Where(file => !IsThere(file)).ToHashSet();

        // The largest first: the last to end is then a small one.
        (HubFile File, long Present)[] contents =
            [.. missing.DistinctBy(file => file.Tag).OrderByDescending(file => file.Size).Select(file => (file, Present(file)))];
        cache.Create();
        DiskSpace.Require(options.CacheFolder, contents.Sum(content => (decimal)content.File.Size - content.Present));
        var progress = new PullProgress(contents.Sum(content => content.File.Size), contents.Length, sink);
        progress.Move(contents.Sum(content => content.Present));
        await Parallel.ForEachAsync(contents,
            parallel, async (content, token) => await FetchAsync(content.File, content.Present, progress, token));
        foreach (var file in files.Where(file => !cache.HasFile(listing.Commit, file)))
        {
            cache.Link(listing.Commit, file);
        }

        cache.Remember(reference.Revision, listing.Commit);
        return new PulledModel(
            cache.SnapshotPath(listing.Commit),
            reference.Repository,
            reference.Revision,
            listing.Commit,
            [.. files.Select(file => new PulledFile(file.Path, file.Size, !missing.Contains(file)))],
            progress.Downloaded);
    }

    private async Task<HubFile[]> DescribeAsync(IReadOnlyList<string> paths, ParallelOptions parallel)
    {
        var known = listing.Files.ToDictionary(file => file.Path, file => file.Known);
        var files = new HubFile[paths.Count];
        await Parallel.ForAsync(0, paths.Count, parallel, async (place, token) =>
            files[place] = known[paths[place]] ?? await client.DescribeAsync(reference, listing.Commit, paths[place], token));
        return files;
    }

    private bool IsThere(HubFile file) => cache.HasFile(listing.Commit, file) || cache.HasBlob(file);

    private long Present(HubFile file)
    {
        var incomplete = new FileInfo(BlobDownload.IncompletePath(cache.BlobPath(file.Tag)));
        return cache.HasBlob(file) ? file.Size : incomplete.Exists ? Math.Min(incomplete.Length, file.Size) : 0;
    }

    private async Task FetchAsync(HubFile file, long counted, PullProgress progress, CancellationToken cancellationToken)
    {
        using var mine = await BlobLock.AcquireAsync(cache.LockPath(file.Tag), options.Clock, cancellationToken);

        // Another process may have gone on with it while this one waited.
        progress.Move(Present(file) - counted);
        if (cache.HasBlob(file))
        {
            progress.Finish();
            return;
        }

        var download = new BlobDownload(
            (offset, token) => client.OpenAsync(reference, listing.Commit, file, offset, token), file, cache.BlobPath(file.Tag),
            options, progress);
        await download.RunAsync(cancellationToken);
    }
}

/// <summary>Describes a file of a repository.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c> between folders.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Tag">Entity tag, and the blob's name: SHA-256 of large files, git's SHA-1 of small ones; with some mirrors any
/// text.</param>
internal sealed record HubFile(string Path, long Size, string Tag);

/// <summary>
/// Holds the right to download one content, held by one process at a time: a file that is kept open, as Python's <c>huggingface_hub</c>
/// keeps it on Unix. The system lets go of it when the process ends; the file stays, since deleting it could let two processes in.
/// </summary>
internal static class BlobLock
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the right; disposing gives it back.</summary>
    public static async Task<IDisposable> AcquireAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
        }
    }
}

/// <summary>Asks whether there is room before anything is written.</summary>
internal static class DiskSpace
{
    private const decimal Gigabyte = 1e9m;

    /// <summary>Refuses what doesn't fit.</summary>
    /// <param name="folder">A folder of the disk; it is there.</param>
    /// <param name="bytes">What is to be written.</param>
    /// <exception cref="MissingPrerequisiteException">There is too little room.</exception>
    public static void Require(string folder, decimal bytes)
    {
        if (Available(folder) is { } available && bytes > available)
        {
            throw new MissingPrerequisiteException(
                $"{folder} has {available / Gigabyte:0.0} GB free, and {bytes / Gigabyte:0.0} GB are to be downloaded. " +
                    $"Make room, or name a folder of another disk in HF_HUB_CACHE.");
        }
    }

    private static long? Available(string folder)
    {
        try
        {
            // A folder's own path on Unix, where anything may be mounted anywhere; a drive on Windows.
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null; // a network share tells nothing: the writing will
        }
    }
}

/// <summary>Adds up what the transfers of one pull have done. Thread-safe.</summary>
/// <param name="totalBytes">Bytes of all files that are to come.</param>
/// <param name="files">How many these are.</param>
/// <param name="sink">Who is told; null for nobody.</param>
internal sealed class PullProgress(long totalBytes, int files, IProgress<StageProgress>? sink)
{
    private readonly Lock _gate = new();
    private long _present;
    private long _downloaded;
    private int _done;

    /// <summary>Bytes that came over the network.</summary>
    public long Downloaded => Interlocked.Read(ref _downloaded);

    /// <summary>Counts bytes that came over the network.</summary>
    public void Receive(int bytes)
    {
        Interlocked.Add(ref _downloaded, bytes);
        Add(bytes, whole: 0);
    }

    /// <summary>Counts bytes that are on the disk now; negative where a transfer begins again.</summary>
    public void Move(long bytes) => Add(bytes, whole: 0);

    /// <summary>Notes that a file is whole.</summary>
    public void Finish() => Add(bytes: 0, whole: 1);

    private void Add(long bytes, int whole)
    {
        lock (_gate)
        {
            _present += bytes;
            _done += whole;
            sink?.Report(new StageProgress("downloading", _present, totalBytes, StageProgress.Bytes, $"{_done} of {files} files"));
        }
    }
}

/// <summary>Chooses which files of a repository to download.</summary>
/// <param name="options">Patterns instead of the usual files, and patterns to leave out.</param>
internal sealed class FileSelection(PullOptions options)
{
    private const string Weights = "*.safetensors", Quantized = "*.gguf";

    private static readonly IReadOnlyList<string> Usual =
    [
        "config.json", "generation_config.json", "adapter_config.json", "tokenizer*", "vocab*", "merges*", "chat_template*",
        "special_tokens_map.json", "added_tokens.json", Weights, "*.safetensors.index.json",
    ];

    // Formats that can run code when they are read, or that hold the same weights again.
    private static readonly IReadOnlyList<string> OtherWeights = [Quantized, "*.bin", "*.pth", "*.pt", "*.onnx", "*.h5", "*.msgpack"];

    /// <summary>Returns the files to have, in the order of their names.</summary>
    /// <param name="files">Paths of the repository.</param>
    /// <param name="repository">Its name, for messages.</param>
    /// <exception cref="InvalidOptionsException">The patterns leave nothing.</exception>
    /// <exception cref="InvalidInputException">There are no patterns, and the repository has no weights of the usual kind.</exception>
    public IReadOnlyList<string> Of(IReadOnlyCollection<string> files, string repository)
    {
        var usualWeights = options.Include.Count > 0 || files.Any(file => IsUsual(file) && Matches([Weights], file));
        string[] quantized = usualWeights
            ? []
            : [.. files.Where(
                file => Matches([Quantized], file) && !file.Contains('/', StringComparison.Ordinal) && !Matches(options.Exclude, file))];
        if (!usualWeights && quantized.Length != 1)
        {
            throw new InvalidInputException(WithoutWeights(files, repository));
        }

        // A GGUF file holds everything that a model needs: where it is the only form of the weights and there is one, nothing is to be
        // chosen.
        IReadOnlyList<string> selected =
            [.. files.Where(IsWanted).Where(file => !Matches(options.Exclude, file)).Concat(quantized).Order(StringComparer.Ordinal)];

        return selected.Count > 0 ? selected : throw new InvalidOptionsException(
            $"The patterns of option 'include' and option 'exclude' leave none of the {files.Count} files of {repository}, " +
                $"such as '{files.FirstOrDefault()}'.");
    }

    private static bool Matches(IEnumerable<string> patterns, string file)
        => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file, ignoreCase: false));

    private static string WithoutWeights(IReadOnlyCollection<string> files, string repository)
    {
        string[] others = [.. files.Where(file => Matches(OtherWeights, file)).Order(StringComparer.Ordinal)];
        string[] quantized = [.. others.Where(file => Matches([Quantized], file))];
        return (quantized, others) switch
        {
            ({ Length: > 0 }, _)
                => $"{repository} has no safetensors but GGUF files: {string.Join(", ", quantized)}. " +
                    $"Choose with option 'include', for example '{quantized[0]}'.",
            (_, { Length: > 0 })
                => $"{repository} has its weights in no form that is read here ({string.Join(", ", others)}). " +
                    $"Look for a revision or a copy of it with safetensors.",
            _
                => $"{repository} has no weights at all. Is it the model that you mean? A pattern of option 'include' downloads " +
                    $"its files all the same.",
        };
    }

    // Mistral's own layout holds the weights of model*.safetensors once more.
    private static bool IsUsual(string file)
        => !file.Contains('/', StringComparison.Ordinal) && Matches(Usual, file)
            && !file.StartsWith("consolidated", StringComparison.Ordinal);

    private bool IsWanted(string file) => options.Include.Count > 0 ? Matches(options.Include, file) : IsUsual(file);
}
