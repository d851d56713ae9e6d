namespace Grlm;

/// <summary>
/// Finds the ways in which a text can be read as a TID of a library: every list of terms in it, and where a list has too few or too many
/// terms, every way to spread them over the slots in their order. The likeliest ways come first. Immutable and safe for concurrent use.
/// </summary>
internal sealed class TermIdReadings(TermLibrary library)
{
    // What a model writes is a line or two; these only bound the work that a hostile text makes.
    private const int MostLists = 12, MostTermsTooMany = 3, MostArrangements = 64;
    private const int FaithInWords = 3;

    private readonly KnownTerms _known = new(library);
    private readonly int _mostTerms = library.Length + MostTermsTooMany;

    /// <summary>Returns the readings, surest first; none where there is no term in the text.</summary>
    public IEnumerable<TextReading> Of(string text)
    {
        var hasList = false;
        foreach (var list in TermListFinder.In(text).Where(list => list.Terms.Count > 0).Take(MostLists))
        {
            var repaired = new List<string>(RepairsOfShape(list, text));
            var terms = Normalize(list, repaired);
            if (terms.Count > 0)
            {
                hasList |= terms.Count > 1;
                foreach (var reading in Arrange(terms, repaired, FaithIn(list.Shape)))
                {
                    yield return reading;
                }
            }
        }

        if (!hasList && _known.Among(Thoughts.Without(text)) is { Count: > 1 } words)
        {
            foreach (var reading in Arrange(words, ["terms found among other words"], FaithInWords))
            {
                yield return reading;
            }
        }
    }

    private static int FaithIn(TermListShape shape) => shape switch
    {
        TermListShape.Json or TermListShape.Brackets => 0,
        TermListShape.OpenBracket or TermListShape.Lines => 1,
        _ => 2,
    };

    private static IEnumerable<string> RepairsOfShape(TermList list, string text)
    {
        if (list.Text.Trim().Length < text.Trim().Length)
        {
            yield return "text around the terms left out";
        }

        if (list.Shape != TermListShape.Brackets)
        {
            yield return list.Shape switch
            {
                TermListShape.Json => "JSON read as a list",
                TermListShape.OpenBracket => "closing bracket added",
                TermListShape.Lines => "lines read as a list",
                _ => list.Text.Contains(']', StringComparison.Ordinal) ? "opening bracket added" : "brackets added",
            };
        }
    }

    private List<string> Normalize(TermList list, List<string> repaired)
    {
        var terms = new List<string>();
        foreach (var (place, written) in list.Terms.Take(_mostTerms).Index())
        {
            var isKnown = TermNormalForm.TryNormalize(written, out var term) && library.TryGetTerm(term, out _);
            if (!isKnown && list.Terms.Count > 1)
            {
                term = _known.Within(written, fromEnd: place == 0) ?? term;
            }

            if (term.Length > 0)
            {
                terms.Add(term);
            }

            if (!term.Equals(written, StringComparison.Ordinal))
            {
                repaired.Add(term.Length > 0 ? $"'{Shown(written)}' read as '{term}'" : $"'{Shown(written)}' left out: no term");
            }
        }

        if (list.Terms.Count > _mostTerms)
        {
            repaired.Add($"{list.Terms.Count - _mostTerms} terms after the first {_mostTerms} left out");
        }

        var usual = new TermId([.. terms]).ToString();
        if (repaired.Count == 0 && !list.Text.Trim().Equals(usual, StringComparison.Ordinal))
        {
            repaired.Add("quotes or white space taken away");
        }

        return terms;
    }

    private IEnumerable<TextReading> Arrange(List<string> terms, IReadOnlyList<string> repaired, int faith)
    {
        var length = library.Length;
        if (terms.Count == length)
        {
            yield return new TextReading(new TermId([.. terms]), terms, repaired, faith);
            yield break;
        }

        foreach (var chosen in Combinations(Math.Max(terms.Count, length), Math.Min(terms.Count, length)).Take(MostArrangements))
        {
            if (terms.Count < length)
            {
                var slots = Enumerable.Repeat(string.Empty, length).ToArray();
                foreach (var (place, slot) in chosen.Index())
                {
                    slots[slot] = terms[place];
                }

                var note = $"{terms.Count} of {length} terms: " +
                    $"read as {(terms.Count == 1 ? "slot" : "slots")} {string.Join(", ", chosen.Select(slot => slot + 1))}";
                yield return new TextReading(new TermId([.. slots]), terms, [.. repaired, note], faith);
            }
            else
            {
                string[] kept = [.. chosen.Select(place => terms[place])];
                var left = Enumerable.Range(0, terms.Count).Except(chosen).Select(place => $"'{terms[place]}'");
                yield return new TextReading(new TermId([.. kept]),
                    kept, [.. repaired, $"{terms.Count} terms instead of {length}: {string.Join(", ", left)} left out"], faith);
            }
        }
    }

    /// <summary>
    /// Returns the ways to choose <paramref name="count"/> of the numbers below <paramref name="total"/>, in lexicographic order.
    /// </summary>
    private static IEnumerable<int[]> Combinations(int total, int count)
    {
        int[] chosen = [.. Enumerable.Range(0, count)];
        while (true)
        {
            yield return [.. chosen];
            var last = count - 1;
            while (last >= 0 && chosen[last] == total - count + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            for (var next = chosen[last] + 1; last < count; last++, next++)
            {
                chosen[last] = next;
            }
        }
    }

    private static string Shown(string written)
    {
        const int longest = 60;
        var line = string.Concat(written.Where(character => !char.IsControl(character)));
        return line.Length <= longest ? line : $"{line[..longest]}…";
    }
}

/// <summary>Describes one way to read a text as a TID.</summary>
/// <param name="TermId">A term a slot; an empty one where a slot is left open.</param>
/// <param name="Terms">The terms alone.</param>
/// <param name="Repaired">What was put right.</param>
/// <param name="Faith">How sure it is that this was meant; 0 is surest. A less sure reading counts only where the surer ones lead
/// nowhere.</param>
internal sealed record TextReading(TermId TermId, IReadOnlyList<string> Terms, IReadOnlyList<string> Repaired, int Faith);
