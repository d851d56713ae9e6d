using System.Diagnostics;
using System.Globalization;

namespace Grlm.Neighbors.Benchmarks;

/// <summary>Prints when a stage takes up another activity.</summary>
internal sealed class StepTimes : IProgress<StageProgress>
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private string _activity = "preparing";

    public void Report(StageProgress value)
    {
        if (value.Activity != _activity)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {_activity}: {_watch.Elapsed.TotalSeconds:F1} s"));
            _activity = value.Activity;
            _watch.Restart();
        }
    }
}
