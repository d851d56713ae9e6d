using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Grlm;
using Grlm.Grounding.Benchmarks;

const int Seed = 42, LookUpCount = 20_000;

// Each command is a process of its own, so that the memory it reports is its own.
switch (args)
{
    case ["library", var termIdFile, var sequences]:
        var termIds = JsonSerializer.Deserialize<OrderedDictionary<string, string[]>>(File.ReadAllText(termIdFile))!;
        Measure([.. termIds.Values.Select(terms => new TermId([.. terms]))], PopularityIn(sequences, [.. termIds.Keys]));
        return 0;
    case ["synthetic", var count]:
        var items = int.Parse(count, CultureInfo.InvariantCulture);
        Measure(SyntheticTermIds.Make(items, Seed), SyntheticTermIds.Popularity(items, Seed));
        return 0;
    default:
        Console.Error.WriteLine("""
            library TERM-IDS SEQUENCES   look-ups in a library: a JSON object of item to terms, and the users' histories
            synthetic ITEMS              the same in a made-up library
            """);
        return 2;
}

static int[] PopularityIn(string sequences, List<string> ids)
{
    var indices = ids.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
    var popularity = new int[ids.Count];
    foreach (var line in File.ReadLines(sequences))
    {
        foreach (var id in line.Split(' ')[1..^2])
        {
            popularity[indices[id]]++;
        }
    }

    return popularity;
}

static void Measure(TermId[] termIds, int[] popularity)
{
    var before = ManagedMegabytes();
    var watch = Stopwatch.StartNew();
    var library = new TermLibrary(termIds);
    var mapping = new StructuralMapping(library, popularity);
    var seconds = watch.Elapsed.TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{termIds.Length:N0} items, {library.Terms.Count:N0} terms; built in {seconds:F2} s; {ManagedMegabytes() - before:F1} MB in memory"));
    Console.WriteLine("| look-up | median, µs | 99th percentile, µs | largest, µs | allocated |");
    Console.WriteLine("| --- | --- | --- | --- | --- |");
    Timing.Print("direct, TIDs of the library", 100, LookUps.Exact(termIds, LookUpCount * 10, Seed), termId => library.ItemsOf(termId));
    var damaged = LookUps.Damaged(termIds, LookUpCount, Seed);
    Timing.Print("direct, others", 100, damaged, termId => library.ItemsOf(termId));
    foreach (var best in new[] { 1, 10, 20, 100 })
    {
        var matches = new StructuralMatch[best];
        Timing.Print($"structural, best {best}", 1, damaged, termId => mapping.Find(termId, matches));
    }

    GC.KeepAlive(library);
}

static double ManagedMegabytes() => GC.GetTotalMemory(forceFullCollection: true) / 1e6;
