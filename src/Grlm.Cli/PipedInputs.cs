namespace Grlm.Cli;

/// <summary>
/// Inputs that can be read once only, standard input and pipes, kept as files beside the workspace while a command runs: an import hashes a
/// file before it reads it. The files go with it.
/// </summary>
internal sealed class PipedInputs(CommandContext context) : IDisposable
{
    /// <summary>Holds what stands for standard input where a path is asked for.</summary>
    public const string StandardInput = "-";

    private const string StandardInputName = "standard-input";
    private const int PieceBytes = 1 << 20;
    private const long RoomToLeave = 1L << 30;

    private readonly string _folder = $"{context.Workspace.Root}.input-{Environment.ProcessId}";
    private int _taken;

    /// <summary>Returns the same options, with files in the place of standard input and pipes.</summary>
    /// <exception cref="GrlmException">An input is not there or no file, or runs on without end.</exception>
    public async Task<ImportOptions> ReplaceAsync(ImportOptions options)
    {
        if (options.Items.Concat(options.Interactions).Count(path => path == StandardInput) > 1)
            throw new InvalidOptionsException("Standard input (-) can be one file only. Give the other one by its path.");
        return options with { Items = await ReplaceAsync(options.Items), Interactions = await ReplaceAsync(options.Interactions) };
    }

    /// <summary>Returns the same paths, with files in the place of standard input and pipes.</summary>
    public async Task<FileList> ReplaceAsync(FileList paths)
    {
        List<string> taken = [];
        foreach (var path in paths)
        {
            taken.Add(await ReplaceAsync(path));
        }

        return FileList.Of([.. taken]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> ReplaceAsync(string path)
    {
        if (path == StandardInput)
        {
#pragma warning disable RS0030 // The bytes of standard input; nothing is written.
            if (!Console.IsInputRedirected)
                throw new InvalidOptionsException(
                    "Standard input (-) is the terminal. Send a file into it: grlm import --items - < items.jsonl");
            await using var input = Console.OpenStandardInput();
#pragma warning restore RS0030
            return await SaveAsync(input, StandardInputName);
        }

        // A file that has bytes is no pipe, and one that is not there is the stage's to refuse.
        if (!Path.Exists(path) || Directory.Exists(path) || new FileInfo(path) is { LinkTarget: null, Length: > 0 })
            return path;
        await using var stream = UserFile.OpenStream(path, context.CancellationToken);
        return stream.CanSeek ? path : await SaveAsync(stream, Path.GetFileName(path));
    }

    private Task<string> SaveAsync(Stream stream, string name)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, $"{_taken++}")).FullName, name);
        return new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken)
            .ShowAsync("import", progress => SaveAsync(stream, path, progress));
    }

    private async Task<string> SaveAsync(Stream stream, string path, IProgress<StageProgress> progress)
    {
        await using var kept = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var disk = new DriveInfo(_folder);
        var buffer = new byte[PieceBytes];
        var (done, name) = (0L, Path.GetFileName(path));

        // A read of a pipe cannot be interrupted: it is left behind.
        for (int read; (read = await stream.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(context.CancellationToken)) > 0;)
        {
            await kept.WriteAsync(buffer.AsMemory(0, read), context.CancellationToken);
            done += read;
            progress.Report(new StageProgress($"taking in {name}", done, 0, StageProgress.Bytes));
            if (disk.AvailableFreeSpace < RoomToLeave)
                throw new InvalidInputException(
                    $"{name}: it runs on after {Readable.Bytes(done)}, and the disk has no room for more. Give a file instead of a pipe.");
        }

        return path;
    }
}
