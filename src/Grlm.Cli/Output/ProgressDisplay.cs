using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>
/// Shows the progress of a stage: a bar that moves on a terminal, a line now and then in a pipe or a log. What is done within two seconds
/// shows nothing.
/// </summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="clock">Tells when two seconds are over.</param>
/// <param name="interrupt">Cancelled when the work is asked to stop, which it does at the next safe moment.</param>
internal sealed class ProgressDisplay(Terminal terminal, TimeProvider clock, CancellationToken interrupt)
{
    private const string Stopping = "stopping and saving where it is (a second Ctrl+C ends at once, unsaved)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Runs the work on the thread pool and shows its progress here.</summary>
    public async Task<T> ShowAsync<T>(string name, Func<IProgress<StageProgress>, Task<T>> work)
    {
        var meter = new ProgressMeter(clock);
        var running = Task.Run(() => work(meter), CancellationToken.None);
        using var telling = interrupt.Register(() => WriteLine(name, Stopping));
        if (!terminal.Quiet && !await EndsWithinAsync(running, Patience))
        {
            await (terminal.IsAnimated ? DrawAsync(name, meter, running) : WriteLinesAsync(name, meter, running));
        }

        return await running;
    }

    private async Task<bool> EndsWithinAsync(Task running, TimeSpan time)
    {
        if (!running.IsCompleted)
        {
            using var waiting = new CancellationTokenSource();
            await Task.WhenAny(running, Task.Delay(time, clock, waiting.Token));
            await waiting.CancelAsync();
        }

        return running.IsCompleted;
    }

    private async Task WriteLinesAsync(string name, ProgressMeter meter, Task running)
    {
        do
        {
            if (meter.Read() is { } reading)
            {
                WriteLine(name, reading.ToString());
            }
        }
        while (!await EndsWithinAsync(running, BetweenLines));
    }

    private void WriteLine(string name, string text)
    {
        if (!terminal.IsAnimated)
        {
            terminal.Message($"{name,-9} {text}");
        }
    }

    private Task DrawAsync(string name, ProgressMeter meter, Task running)
    {
        ProgressReading? reading = null;
        return terminal.DrawProgress()
            .AutoClear(true)
            .Columns(
                new ReadingColumn(() => interrupt.IsCancellationRequested ? $"{name} {Stopping}" : $"{name} {reading?.Progress.Activity}"),
                new ProgressBarColumn { Width = 20, CompletedStyle = Styles.Accent, IndeterminateStyle = Styles.Accent },
                new ReadingColumn(() => reading?.Share is { } share ? $"{share,4:P0}" : ""),
                new ReadingColumn(() => reading?.Rate ?? ""),
                new ReadingColumn(() => reading?.Remaining is { } remaining ? $"{Readable.Duration(remaining)} left" : ""),
                new ReadingColumn(() => reading?.Progress.Detail ?? ""))
            .StartAsync(async context =>
            {
                var bar = context.AddTask(name, maxValue: 1);
                do
                {
                    reading = meter.Read();
                    bar.IsIndeterminate = reading?.Share is null;

                    // A bar that has once been full stays so, but the next activity begins at nothing again.
                    bar.Value = Math.Min(reading?.Share ?? 0, 0.999);
                }
                while (!await EndsWithinAsync(running, BetweenFrames));
            });
    }

    private sealed class ReadingColumn(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => Printed.Fitting(text());
    }
}

/// <summary>
/// Takes what a stage tells, as often as it tells it, and works out rate and remaining time when somebody looks. Thread-safe.
/// </summary>
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
            if (_latest?.Activity is not { } activity || !string.Equals(activity, value.Activity, StringComparison.Ordinal)
                || value.Completed < _first.Completed)
            {
                (_first, _firstAt) = (value, _latestAt);
            }

            _latest = value;
        }
    }

    /// <summary>Returns how far the stage is; null before it has told anything.</summary>
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

/// <summary>Says how far a stage is at one moment.</summary>
/// <param name="Progress">What the stage told last.</param>
/// <param name="UnitsPerSecond">Rate in this activity; 0 where it can't be told yet.</param>
/// <param name="Remaining">Time to the end of this activity; null where it can't be told.</param>
internal readonly record struct ProgressReading(StageProgress Progress, double UnitsPerSecond, TimeSpan? Remaining)
{
    /// <summary>Share done, 0 to 1; null where the total is not known.</summary>
    public double? Share => Progress.Total > 0 ? Math.Clamp((double)Progress.Completed / Progress.Total, 0, 1) : null;

    /// <summary>Rate in this activity: <c>3.1/s</c>, <c>12.4 MB/s</c>; null where it can't be told yet.</summary>
    public string? Rate => UnitsPerSecond > 0 ? IsBytes ? $"{Readable.Bytes(UnitsPerSecond)}/s" : Readable.Rate(UnitsPerSecond) : null;

    private string Done
        => Progress.Total > 0 ? $"{Amount(Progress.Completed)} of {Amount(Progress.Total)}" : Amount(Progress.Completed);

    private bool IsBytes => string.Equals(Progress.Unit, StageProgress.Bytes, StringComparison.Ordinal);

    /// <summary>Writes it as a line of text.</summary>
    public override string ToString()
        => string.Join(", ", ((string?[])[
            $"{Progress.Activity}: {Done}{(IsBytes ? "" : $" {Progress.Unit}")}",
            Rate,
            Remaining is { } remaining ? $"{Readable.Duration(remaining)} left" : null,
            Progress.Detail]).Where(part => part is not null));

    private string Amount(long count) => IsBytes ? Readable.Bytes(count) : Readable.Count(count);
}
