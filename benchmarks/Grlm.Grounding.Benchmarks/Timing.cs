using System.Diagnostics;
using System.Globalization;

namespace Grlm.Grounding.Benchmarks;

/// <summary>Times of single calls.</summary>
internal static class Timing
{
    private const int WarmUp = 3_000; // calls: enough for the second compilation, which optimises

    /// <summary>Times every call and prints the median, the 99th percentile, the largest time, and what a call allocates.</summary>
    /// <param name="name">What is called.</param>
    /// <param name="calls">How many calls are timed together: several, where one is too short for the clock.</param>
    /// <param name="inputs">One call each.</param>
    /// <param name="call">The call.</param>
    public static void Print<T>(string name, int calls, T[] inputs, Action<T> call)
    {
        for (var warm = 0; warm < WarmUp; warm++)
        {
            call(inputs[warm % inputs.Length]);
        }

        Thread.Sleep(200); // the optimised code is put in place in the background
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
            $"| {name} | {times[times.Length / 2]:F2} | {times[times.Length * 99 / 100]:F2} | {times[^1]:F2} | {(double)allocated / inputs.Length:F0} B |"));
    }
}
