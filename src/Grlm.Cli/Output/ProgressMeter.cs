namespace Grlm.Cli;

/// <summary>Takes what a stage tells, as often as it tells it, and works out rate and remaining time when somebody looks. Thread-safe.</summary>
internal sealed class ProgressMeter(TimeProvider clock) : IProgress<StageProgress>
{
    private readonly Lock _gate = new();
    private StageProgress? _latest;
    private StageProgress _first;
    private long _firstAt;
    private long _latestAt;

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            _latestAt = clock.GetTimestamp();
            if (_latest?.Activity is not { } activity || !string.Equals(activity, value.Activity, StringComparison.Ordinal) || value.Completed < _first.Completed)
            {
                (_first, _firstAt) = (value, _latestAt);
            }

            _latest = value;
        }
    }

    /// <summary>How far the stage is; null before it has told anything.</summary>
    public ProgressReading? Read()
    {
        lock (_gate)
        {
            if (_latest is not { } latest)
            {
                return null;
            }

            var seconds = clock.GetElapsedTime(_firstAt, _latestAt).TotalSeconds;
            var rate = seconds > 0 ? (latest.Completed - _first.Completed) / seconds : 0;
            return new ProgressReading(
                latest,
                rate,
                rate > 0 && latest.Total >= latest.Completed ? TimeSpan.FromSeconds((latest.Total - latest.Completed) / rate) : null);
        }
    }
}
