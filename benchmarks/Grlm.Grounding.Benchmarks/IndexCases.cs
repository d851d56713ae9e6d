using System.Diagnostics;
using System.Globalization;

namespace Grlm.Grounding.Benchmarks;

/// <summary>Building, storing and mapping an index.</summary>
internal static class IndexCases
{
    private static readonly byte[] _source = new byte[32];

    /// <summary>Builds an index and stores it.</summary>
    public static void Store(string path, TermId[] termIds, int[] popularity)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var library = new TermLibrary(termIds);
        var postings = RankedPostings.Pack(library, popularity);
        var built = watch.Elapsed.TotalSeconds;
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        watch.Restart();
        LibraryFile.Write(path, library, postings, _source);
        Console.WriteLine(
            $"{termIds.Length:N0} items, {library.Terms.Count:N0} terms: built in {built:F2} s, {held:F1} MB held; " +
                $"stored in {watch.Elapsed.TotalSeconds:F2} s, {new FileInfo(path).Length / 1e6:F1} MB");
    }

    /// <summary>Maps an index and looks up once, then many times.</summary>
    public static void Open(string path)
    {
        var before = Resident();
        var watch = Stopwatch.StartNew();
        var library = LibraryFile.TryOpen(path, _source)!;
        var mapping = new StructuralMapping(library, new StoredOrder(library));
        var opened = watch.Elapsed.TotalMilliseconds;
        var found = mapping.Find(library.TermIdOf(0)!, 20).Count;
        Console.WriteLine(
            $"mapped in {opened:F1} ms with the checksum; first look-up ({found} items) " +
                $"after {watch.Elapsed.TotalMilliseconds:F1} ms; {Resident() - before:F1} MB resident more than before");
        TermId[] termIds =
            [.. Enumerable.Range(0, library.ItemCount).Where(item => item % 50 == 0).Select(item => library.TermIdOf(item)!)];
        Console.WriteLine("| look-up in the mapped index | median, µs | 99th percentile, µs | largest, µs | allocated |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        Timing.Print("direct", 100, LookUps.Exact(termIds, 200_000, 1), termId => library.ItemsOf(termId));
        var matches = new StructuralMatch[20];
        Timing.Print("structural, best 20", 1, LookUps.Damaged(termIds, 20_000, 1), termId => mapping.Find(termId, matches));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Resident() - before:F1} MB resident more than before"));
    }

    private static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>A popularity that gives the stored order.</summary>
    private sealed class StoredOrder : List<int>
    {
        public StoredOrder(TermLibrary library)
        {
            var popularity = new int[library.ItemCount];
            var order = library.Packed.Postings!.ItemAt.Span;
            for (var place = 0; place < order.Length; place++)
            {
                popularity[order[place]] = order.Length - place;
            }

            AddRange(popularity);
        }
    }
}
