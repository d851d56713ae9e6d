namespace Grlm.Grounding.Benchmarks;

/// <summary>What a model in free mode writes: TIDs near those of a library.</summary>
internal static class LookUps
{
    /// <summary>TIDs of the library, as they are.</summary>
    public static TermId[] Exact(IReadOnlyList<TermId> termIds, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Copy(termIds[random.Next(termIds.Count)]))];
    }

    /// <summary>
    /// By turns: one term replaced, two replaced, the terms of five different items together, the terms shuffled, an invented term, the
    /// first three terms alone. What replaces is the term of a random item at the same slot: frequent terms come often.
    /// </summary>
    public static TermId[] Damaged(IReadOnlyList<TermId> termIds, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(look => Damage(termIds, look % 6, random))];
    }

    private static TermId Damage(IReadOnlyList<TermId> termIds, int kind, Random random)
    {
        var terms = Copy(termIds[random.Next(termIds.Count)]).Terms.ToArray();
        switch (kind)
        {
            case 0 or 1:
                foreach (var _ in Enumerable.Range(0, kind + 1))
                {
                    Replace(random.Next(terms.Length));
                }

                break;
            case 2:
                for (var slot = 0; slot < terms.Length; slot++)
                {
                    Replace(slot);
                }

                break;
            case 3:
                random.Shuffle(terms);
                break;
            case 4:
                terms[random.Next(terms.Length)] = "invented-term";
                break;
            default:
                terms = terms[..3];
                break;
        }

        return new TermId([.. terms]);

        void Replace(int slot) => terms[slot] = new string(termIds[random.Next(termIds.Count)].Terms[slot]);
    }

    // New strings, as a tokenizer makes them: what is looked up is never the very object that the library was made of.
    private static TermId Copy(TermId termId) => new([.. termId.Terms.Select(term => new string(term.AsSpan()))]);
}
