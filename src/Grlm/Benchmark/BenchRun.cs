using System.Diagnostics;

namespace Grlm;

/// <summary>Runs what is measured, and keeps the time.</summary>
/// <param name="count">How often.</param>
/// <param name="progress">Told of every measurement as it begins.</param>
/// <param name="cancellationToken">Stops between two requests.</param>
internal sealed class BenchRun(int count, IProgress<StageProgress> progress, CancellationToken cancellationToken)
{
    /// <summary>Runs without measuring.</summary>
    public void Warm(int times, Action<int> request)
    {
        Begin("warming up");
        for (var number = 0; number < times; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            request(number);
        }
    }

    /// <summary>Times each request on its own.</summary>
    /// <returns>The times, and what a request allocates on average.</returns>
    public (Latencies Times, long Allocated) Time(Action<int> request)
    {
        Begin("single requests");
        var milliseconds = new double[count];
        var allocated = GC.GetTotalAllocatedBytes();
        for (var number = 0; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            request(number);
            milliseconds[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return (Latencies.Of(milliseconds), (GC.GetTotalAllocatedBytes() - allocated) / count);
    }

    /// <summary>How many are done in a second.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="step">How many a call does.</param>
    /// <param name="call">Does so many, from this number on; those beyond the last one count as well.</param>
    public double Rate(string name, int step, Action<int> call)
    {
        Begin(name);
        var start = Stopwatch.GetTimestamp();
        var number = 0;
        for (; number < count; number += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            call(number);
        }

        return number / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Begin(string name) => progress.Report(new StageProgress(name, 0, count, "requests", string.Empty));
}
