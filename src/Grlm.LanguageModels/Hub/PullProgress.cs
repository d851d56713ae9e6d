namespace Grlm.LanguageModels;

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

    /// <summary>More came over the network.</summary>
    public void Receive(int bytes)
    {
        Interlocked.Add(ref _downloaded, bytes);
        Add(bytes, whole: 0);
    }

    /// <summary>More, or for a transfer that begins again fewer, are on the disk.</summary>
    public void Move(long bytes) => Add(bytes, whole: 0);

    /// <summary>A file is whole.</summary>
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
