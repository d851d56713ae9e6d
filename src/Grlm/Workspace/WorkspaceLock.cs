namespace Grlm;

/// <summary>
/// Represents the right to write to a workspace, held by one process at a time: a file that is kept open. The system lets go of it when the
/// process ends, however it ends. The file itself stays: deleting it could let two processes in.
/// </summary>
internal sealed class WorkspaceLock : IDisposable
{
    /// <summary>Names the name of the file in the workspace.</summary>
    public const string FileName = ".lock";

    private const int WindowsSharingViolation = unchecked((int)0x80070020), LinuxTryAgain = 11, BsdTryAgain = 35;

    private readonly FileStream _file;

    private WorkspaceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; makes the workspace's folder if it isn't there.</summary>
    /// <exception cref="MissingPrerequisiteException">Another process holds it, or the workspace can't be written to.</exception>
    public static WorkspaceLock Acquire(GrlmWorkspace workspace) => Acquire(workspace, out var fault) ?? throw fault!;

    /// <summary>
    /// Takes the lock; null if another process, or another caller in this one, holds it, or the workspace can't be written to.
    /// </summary>
    public static WorkspaceLock? TryAcquire(GrlmWorkspace workspace) => Acquire(workspace, out _);

    /// <summary>Takes the lock; null, and why, if it can't be had.</summary>
    internal static WorkspaceLock? Acquire(GrlmWorkspace workspace, out MissingPrerequisiteException? fault)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (File.Exists(workspace.Root))
        {
            throw new InvalidOptionsException($"The workspace '{workspace.Root}' is a file. Name a folder.");
        }

        try
        {
            Directory.CreateDirectory(workspace.Root);
            var path = Path.Combine(workspace.Root, FileName);
            fault = null;
            return new WorkspaceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException error) when (IsHeld(error))
        {
            fault = new MissingPrerequisiteException(
                $"Another process is working in the workspace '{workspace.Root}'. " +
                    $"Wait until it is done, or name another folder (option 'workspace').", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = new MissingPrerequisiteException(
                $"The workspace '{workspace.Root}' can't be written to: {error.Message.TrimEnd('.')}. " +
                    $"Make room or get the right to write there, or name another folder (option 'workspace').",
                error);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The same type of exception tells of a full disk, a read-only one and a lock; only the system's number tells them apart.
    private static bool IsHeld(IOException error)
        => error.HResult
            == (OperatingSystem.IsWindows() ? WindowsSharingViolation : OperatingSystem.IsLinux() ? LinuxTryAgain : BsdTryAgain);
}
