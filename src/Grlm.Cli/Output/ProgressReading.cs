namespace Grlm.Cli;

/// <summary>How far a stage is at one moment.</summary>
/// <param name="Progress">What the stage told last.</param>
/// <param name="UnitsPerSecond">Rate in this activity; 0 where it can't be told yet.</param>
/// <param name="Remaining">Time to the end of this activity; null where it can't be told.</param>
internal readonly record struct ProgressReading(StageProgress Progress, double UnitsPerSecond, TimeSpan? Remaining)
{
    /// <summary>Share done, 0 to 1; null where the total is not known.</summary>
    public double? Share => Progress.Total > 0 ? Math.Clamp((double)Progress.Completed / Progress.Total, 0, 1) : null;

    /// <summary>As a line of text.</summary>
    public override string ToString()
        => string.Join(", ", ((string?[])[
            Progress.Total > 0
                ? $"{Progress.Activity}: {Readable.Count(Progress.Completed)} of {Readable.Count(Progress.Total)} {Progress.Unit}"
                : $"{Progress.Activity}: {Readable.Count(Progress.Completed)} {Progress.Unit}",
            UnitsPerSecond > 0 ? Readable.Rate(UnitsPerSecond) : null,
            Remaining is { } remaining ? $"{Readable.Duration(remaining)} left" : null,
            Progress.Detail]).Where(part => part is not null));
}
