using System.Diagnostics;
using System.Globalization;

namespace Grlm.Grounding.Benchmarks;

/// <summary>Times of single calls.</summary>
internal static class Timing
{
    // Code is compiled three times, the last time with what was seen of it, each time in the background after so many calls and a pause.
    private const int WarmUpRounds = 5, WarmUpCalls = 600, WarmUpPause = 150;

    /// <summary>Times every call and prints the median, the 99th percentile, the largest time, and what a call allocates.</summary>
    /// <param name="name">What is called.</param>
    /// <param name="calls">How many calls are timed together: several, where one is too short for the clock.</param>
    /// <param name="inputs">One call each.</param>
    /// <param name="call">The call.</param>
    public static void Print<T>(string name, int calls, T[] inputs, Action<T> call)
    {
        for (var warm = 0; warm < WarmUpRounds * WarmUpCalls; warm++)
        {
            call(inputs[warm % inputs.Length]);
            if (warm % WarmUpCalls == 0)
            {
                Thread.Sleep(WarmUpPause);
            }
        }

        var times = new double[inputs.Length / calls];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var batch = 0; batch < times.Length; batch++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var input = batch * calls; input < (batch + 1) * calls; input++)
            {
                call(inputs[input]);
            }

            times[batch] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {times[times.Length / 2]:F2} | {times[times.Length * 99 / 100]:F2} | {times[^1]:F2} | " +
            $"{(double)allocated / inputs.Length:F0} B |"));
    }
}
