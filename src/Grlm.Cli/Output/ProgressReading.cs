namespace Grlm.Cli;

/// <summary>How far a stage is at one moment.</summary>
/// <param name="Progress">What the stage told last.</param>
/// <param name="UnitsPerSecond">Rate in this activity; 0 where it can't be told yet.</param>
/// <param name="Remaining">Time to the end of this activity; null where it can't be told.</param>
internal readonly record struct ProgressReading(StageProgress Progress, double UnitsPerSecond, TimeSpan? Remaining)
{
    /// <summary>Share done, 0 to 1; null where the total is not known.</summary>
    public double? Share => Progress.Total > 0 ? Math.Clamp((double)Progress.Completed / Progress.Total, 0, 1) : null;

    /// <summary>Rate in this activity: <c>3.1/s</c>, <c>12.4 MB/s</c>; null where it can't be told yet.</summary>
    public string? Rate => UnitsPerSecond > 0 ? IsBytes ? $"{Readable.Bytes(UnitsPerSecond)}/s" : Readable.Rate(UnitsPerSecond) : null;

    private bool IsBytes => string.Equals(Progress.Unit, StageProgress.Bytes, StringComparison.Ordinal);

    /// <summary>As a line of text.</summary>
    public override string ToString()
        => string.Join(", ", ((string?[])[
            $"{Progress.Activity}: {(Progress.Total > 0 ? $"{Amount(Progress.Completed)} of {Amount(Progress.Total)}" : Amount(Progress.Completed))}{(IsBytes ? "" : $" {Progress.Unit}")}",
            Rate,
            Remaining is { } remaining ? $"{Readable.Duration(remaining)} left" : null,
            Progress.Detail]).Where(part => part is not null));

    private string Amount(long count) => IsBytes ? Readable.Bytes(count) : Readable.Count(count);
}
