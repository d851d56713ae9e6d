namespace Grlm;

/// <summary>
/// Other ways to write a word or a term: its singular, its American spelling, without its hyphens. They are guesses of general rules, so
/// <c>hour</c> has <c>hor</c> among them: what counts is whether a library has the other form too, and near the first (<see cref="VariantGroups"/>).
/// </summary>
internal static class SpellingForms
{
    private const int ShortestStem = 3;

    /// <summary>British endings or parts, and what stands for them in American spelling.</summary>
    private static readonly (string British, string American)[] _endings =
    [
        ("our", "or"), ("ours", "ors"), ("oured", "ored"), ("ouring", "oring"), ("ourful", "orful"), ("ourless", "orless"), ("ourite", "orite"),
        ("ise", "ize"), ("ised", "ized"), ("iser", "izer"), ("ising", "izing"), ("isation", "ization"), ("yse", "yze"), ("tre", "ter"), ("bre", "ber"),
        ("ogue", "og"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("llery", "lry"), ("lour", "lor"), ("ence", "ense"), ("ey", "ay"), ("ium", "um"),
        ("ould", "old"), ("yre", "ire"), ("amme", "am"), ("osy", "ozy"), ("yjamas", "ajamas"), ("litre", "liter"), ("aeni", "eni"),
    ];

    /// <summary>Other forms of a term in normal form; those of its last word where it has several.</summary>
    public static IEnumerable<string> Of(string term)
    {
        var joined = term.Replace("-", "", StringComparison.Ordinal);
        if (joined.Length < term.Length && joined.Length > 0)
        {
            yield return joined;
        }

        var cut = term.LastIndexOf('-') + 1;
        foreach (var form in OfWord(term[cut..]))
        {
            yield return term[..cut] + form;
            if (cut > 0)
            {
                yield return joined[..(joined.Length - (term.Length - cut))] + form;
            }
        }

        for (var hyphen = term.IndexOf('-', StringComparison.Ordinal); hyphen > 0; hyphen = term.IndexOf('-', hyphen + 1))
        {
            foreach (var form in American(term[..hyphen]))
            {
                yield return form + term[hyphen..];
            }
        }
    }

    /// <summary>Whether a term is the plural of another.</summary>
    public static bool IsPlural(string term, string other)
    {
        var cut = term.LastIndexOf('-') + 1;
        return other.StartsWith(term[..cut], StringComparison.Ordinal) && Singulars(term[cut..]).Contains(other[cut..], StringComparer.Ordinal);
    }

    private static IEnumerable<string> OfWord(string word)
    {
        foreach (var singular in Singulars(word))
        {
            yield return singular;
            foreach (var form in American(singular))
            {
                yield return form;
            }
        }

        foreach (var form in American(word))
        {
            yield return form;
        }
    }

    private static IEnumerable<string> Singulars(string word)
    {
        if (word.Length <= ShortestStem || !word.EndsWith('s') || word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal))
        {
            yield break;
        }

        yield return word[..^1];
        if (word.EndsWith("es", StringComparison.Ordinal) && word.Length > ShortestStem + 1)
        {
            yield return word[..^2];
        }

        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > ShortestStem + 1)
        {
            yield return word[..^3] + "y";
        }

        if (word.EndsWith("ves", StringComparison.Ordinal) && word.Length > ShortestStem + 1)
        {
            yield return word[..^3] + "f";
            yield return word[..^3] + "fe";
        }
    }

    private static IEnumerable<string> American(string word)
    {
        foreach (var (british, american) in _endings)
        {
            if (word.Length >= british.Length + 1 && word.EndsWith(british, StringComparison.Ordinal))
            {
                yield return word[..^british.Length] + american;
            }
        }
    }
}
