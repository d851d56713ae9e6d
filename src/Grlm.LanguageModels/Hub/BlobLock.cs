namespace Grlm.LanguageModels;

/// <summary>
/// The right to download one content, held by one process at a time: a file that is kept open, as Python's <c>huggingface_hub</c> keeps it on
/// Unix. The system lets go of it when the process ends; the file stays, since deleting it could let two processes in.
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
