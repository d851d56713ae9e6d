namespace Grlm;

/// <summary>
/// Elastic Identifier Grounding of free text (GRLM, arXiv 2601.06798) with a tolerant front: of all the ways to read the text as a TID the
/// one that agrees best with the library is taken, direct mapping before structural, and what had to be put right is told. Immutable and
/// safe for concurrent use.
/// </summary>
public sealed class ElasticGrounding : ITextGrounding
{
    /// <summary>Holds the longest text that is read, in UTF-16 units: a TID takes about 60.</summary>
    public const int LongestText = 16_384;

    private readonly TermLibrary _library;
    private readonly StructuralMapping _structural;
    private readonly TermIdReadings _readings;
    private readonly ItemFilter? _filter;

    /// <param name="library">The TIDs.</param>
    /// <param name="popularity">Interactions of each item in the training data: <c>[items]</c>.</param>
    /// <param name="filter">The only items that may be returned; null for all.</param>
    /// <exception cref="ArgumentException">The popularity is not that of the library's items.</exception>
    public ElasticGrounding(TermLibrary library, IReadOnlyList<int> popularity, ItemFilter? filter = null)
    {
        (_library, _filter) = (library, filter);
        (_structural, _readings) = (new StructuralMapping(library, popularity), new TermIdReadings(library));
    }

    /// <inheritdoc/>
    public GroundedText Ground(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (text.Length > LongestText)
        {
            return GroundedText.Nothing($"The text is longer than {LongestText:N0} characters.");
        }

        TextReading? first = null;
        (TextReading Reading, double Score)? best = null;
        foreach (var reading in _readings.Of(text))
        {
            if (best is { } surer && reading.Faith > surer.Reading.Faith)
            {
                break;
            }

            first ??= reading;
            var score = BestScore(reading.TermId);
            if (score > (best?.Score ?? 0))
            {
                best = (reading, score);
            }
        }

        return best is { } found ? Ground(found.Reading, count) : Nothing(text, first);
    }

    private GroundedText Nothing(string text, TextReading? reading)
        => GroundedText.Nothing(
            string.IsNullOrWhiteSpace(text) ? "The text is empty."
                : reading is null ? "There is no term in the text."
                : !reading.Terms.Any(term => _library.TryGetTerm(term, out _)) ? "The library has none of the terms."
                : "No item that may be shown has one of the terms at its place.",
            reading?.Terms,
            reading?.Repaired);

    private GroundedText Ground(TextReading reading, int count)
    {
        var matches = _structural.Find(reading.TermId, count, IsAllowed);
        var source = matches[0].Score >= _structural.WholeScore ? GroundingSource.Direct : GroundingSource.Structural;
        var shown = source == GroundingSource.Direct ? matches.TakeWhile(match => match.Score >= _structural.WholeScore) : matches;
        return new GroundedText(
            reading.Terms,
            reading.Repaired,
            source,
            [.. shown.Select(match => new GroundedItem(match.Item, match.Score, TermsThatAgree(match.Item, reading.TermId)))],
            null);
    }

    private double BestScore(TermId termId)
    {
        Span<StructuralMatch> best = stackalloc StructuralMatch[1];
        return _structural.Find(termId, best, IsAllowed) > 0 ? best[0].Score : 0;
    }

    private bool IsAllowed(int item) => _filter?.Allows(item) != false;

    private string[] TermsThatAgree(int item, TermId generated)
        => [.. _library.TermIdOf(item)!.Terms.Where((term, slot) => slot < generated.Terms.Length && term == generated.Terms[slot])];
}
