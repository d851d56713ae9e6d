namespace Grlm.Grounding.Benchmarks;

/// <summary>Look-ups in one library.</summary>
internal static class GroundingCases
{
    private const int LookUpCount = 20_000, SlowCount = 4_000;

    /// <summary>Prints a table of them.</summary>
    public static void Run(TermId[] termIds, int[] popularity, int seed, bool withReference)
    {
        var library = new TermLibrary(termIds);
        var mapping = new StructuralMapping(library, popularity);
        Console.WriteLine($"{termIds.Length:N0} items, {library.Terms.Count:N0} terms");
        Console.WriteLine("| look-up | median, µs | 99th percentile, µs | largest, µs | allocated |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        Timing.Print("direct, TIDs of the library", 100, LookUps.Exact(termIds, LookUpCount * 10, seed), termId => library.ItemsOf(termId));
        var damaged = LookUps.Damaged(termIds, LookUpCount, seed);
        Timing.Print("direct, other TIDs", 100, damaged, termId => library.ItemsOf(termId));
        foreach (var best in new[] { 1, 10, 20, 100 })
        {
            var matches = new StructuralMatch[best];
            Timing.Print($"structural, best {best}", 1, damaged, termId => mapping.Find(termId, matches));
        }

        Filtered(library, mapping, damaged);
        var text = new ElasticGrounding(library, popularity);
        string[] texts = [.. damaged.Take(SlowCount).Select((termId, look) => Written(termId, look % 4))];
        Timing.Print("text to 10 items, repaired", 1, texts, written => text.Ground(written, 10));
        Additions(library, popularity, termIds);
        if (withReference)
        {
            var reference = new ReferenceGrounding(library);
            Timing.Print("reference mode, fall-back", 1, texts[..200], written => reference.Fallback(written));
        }
    }

    private static void Filtered(TermLibrary library, StructuralMapping mapping, TermId[] damaged)
    {
        var matches = new StructuralMatch[20];
        var filter = new ItemFilter(library.ItemCount, item => item % 10 == 0);
        Predicate<int> isAllowed = filter.Allows;
        Timing.Print("structural, best 20 of a tenth of the items", 1, damaged, termId => mapping.Find(termId, matches, isAllowed));
    }

    private static void Additions(TermLibrary library, int[] popularity, TermId[] termIds)
    {
        var live = new LiveTermLibrary(library, popularity);
        Timing.Print("an item added, live at once", 1, termIds[..1_000], termId => live.Add(termId));
    }

    private static string Written(TermId termId, int form) => form switch
    {
        0 => termId.ToString(),
        1 => $"Sure! Next they will want {termId}.",
        2 => $"[{string.Join(", ", termId.Terms.Select(term => $"'{term.ToUpperInvariant()}'"))}",
        _ => $$"""{"terms": [{{string.Join(", ", termId.Terms.Take(4).Select(term => $"\"{term}\""))}}]}""",
    };
}
