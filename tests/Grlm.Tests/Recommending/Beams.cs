namespace Grlm.Tests;

internal static class Beams
{
    /// <summary>Term IDs as a generator gives them, each less probable by 1 than the one before it: -1, -2, ….</summary>
    public static IReadOnlyList<GeneratedTermId> Of(params IEnumerable<TermId> termIds)
        => [.. termIds.Select((termId, beam) => new GeneratedTermId(termId, -1 - beam))];
}
