namespace Grlm;

/// <summary>
/// The right to write to a workspace, held by one process at a time: a file that is kept open. The system lets go of it when the process ends,
/// however it ends. The file itself stays: deleting it could let two processes in.
/// </summary>
public sealed class WorkspaceLock : IDisposable
{
    /// <summary>Name of the file in the workspace.</summary>
    public const string FileName = ".lock";

    private readonly FileStream _file;

    private WorkspaceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; makes the workspace's folder if it isn't there.</summary>
    /// <exception cref="MissingPrerequisiteException">Another process holds it.</exception>
    public static WorkspaceLock Acquire(GrlmWorkspace workspace)
        => TryAcquire(workspace) ?? throw new MissingPrerequisiteException(
            $"Another grlm is working in the workspace '{workspace.Root}'. Wait until it is done, or name another folder with --workspace.");

    /// <summary>Takes the lock; null if another process, or another caller in this one, holds it.</summary>
    public static WorkspaceLock? TryAcquire(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (File.Exists(workspace.Root))
        {
            throw new InvalidOptionsException($"The workspace '{workspace.Root}' is a file. Name a folder.");
        }

        Directory.CreateDirectory(workspace.Root);
        var path = Path.Combine(workspace.Root, FileName);
        try
        {
            return new WorkspaceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
