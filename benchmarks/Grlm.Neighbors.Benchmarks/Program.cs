using System.Diagnostics;
using System.Globalization;
using Grlm;
using Grlm.Neighbors.Benchmarks;

// Each command is a process of its own, so that the peak it reports is its own.
switch (args)
{
    case ["search", var count, var width, var noise, .. var rest]:
        Search(Whole(count), Whole(width), double.Parse(noise, CultureInfo.InvariantCulture),
            rest is [var exactUpTo] ? Whole(exactUpTo) : 200_000);
        return 0;
    default:
        Console.Error.WriteLine("""
            search ITEMS WIDTH NOISE [EXACT]   neighbours of made-up vectors; approximate for more than EXACT (200000)
            """);
        return 2;
}

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Search(int count, int width, double noise, int exactUpTo)
{
    var watch = Stopwatch.StartNew();
    var vectors = SyntheticVectors.Make(count, width, noise, seed: 42);
    Print("made", watch, $"{count:N0} x {width}, noise {noise}");
    watch.Restart();
    var search = new NeighborSearch(new NeighborSearchOptions { ExactUpTo = exactUpTo });
    var (_, report) = search.FindAll(vectors, new StepTimes(), CancellationToken.None);
    Print("searched", watch, report.ToString());
}

static void Print(string what, Stopwatch watch, string detail)
{
    using var process = Process.GetCurrentProcess();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {watch.Elapsed.TotalSeconds:F1} s ({process.TotalProcessorTime.TotalSeconds:F1} s of processors since " +
            $"the start), peak resident memory {process.PeakWorkingSet64 / 1048576.0:F0} MiB; {detail}"));
}
