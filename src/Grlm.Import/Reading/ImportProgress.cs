namespace Grlm.Import;

/// <summary>Reports what the import is doing about ten times a second, and ends it when it is cancelled.</summary>
internal sealed class ImportProgress(IProgress<StageProgress> sink, CancellationToken cancellationToken)
{
    private const long IntervalMilliseconds = 100;
    private const long RowsBetweenChecks = 1024;

    private string _activity = string.Empty;
    private long _totalBytes;
    private long _bytes;
    private long _rows;
    private long? _unpacked;
    private long _reportedAt;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Begins to read a file.</summary>
    public void StartReading(string activity, long totalBytes)
    {
        (_activity, _totalBytes, _bytes, _rows, _unpacked) = (activity, totalBytes, 0, 0, null);
        Report();
    }

    /// <summary>Notes how far into the file the import has read.</summary>
    /// <param name="bytes">Bytes on disk.</param>
    /// <param name="unpacked">What they have given so far; null where the file is not compressed.</param>
    public void ReadTo(long bytes, long? unpacked = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (_bytes, _unpacked) = (bytes, unpacked);
        if (Environment.TickCount64 - _reportedAt >= IntervalMilliseconds)
            Report();
    }

    /// <summary>Notes one more row.</summary>
    public void CountRow()
    {
        if (++_rows % RowsBetweenChecks != 0)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        if (Environment.TickCount64 - _reportedAt >= IntervalMilliseconds)
            Report();
    }

    /// <summary>Reports the file as read to its end.</summary>
    public void FinishReading()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _bytes = _totalBytes;
        Report();
    }

    /// <summary>Begins work whose end cannot be foreseen.</summary>
    public void Start(string activity)
    {
        cancellationToken.ThrowIfCancellationRequested();
        sink.Report(new StageProgress(activity, 0, 0, "rows"));
    }

    private void Report()
    {
        _reportedAt = Environment.TickCount64;
        sink.Report(new StageProgress(_activity, _bytes, _totalBytes,
            "bytes", _unpacked is { } unpacked ? $"{_rows:N0} rows, {Readable.Bytes(unpacked)} unpacked" : $"{_rows:N0} rows"));
    }
}
