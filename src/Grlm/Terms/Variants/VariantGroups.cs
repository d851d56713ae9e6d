using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Finds the forms of one word in a vocabulary: forms that <see cref="SpellingForms"/> relates, and of which the items with the rarer one
/// have, in themselves or among their neighbours, an item with the other. <c>glass</c> and <c>glasses</c> stay apart where the one is on
/// bottles and the other on spectacles.
/// </summary>
internal static class VariantGroups
{
    /// <summary>Share of the rarer form's items that must be near the other form.</summary>
    private const double NeededShare = 0.3;

    /// <summary>Holds how many times as frequent a plural must be to stand for its singular: <c>scissors</c>.</summary>
    private const int SingularBonus = 10;

    /// <summary>Returns the form that stands for each form; forms that stand for themselves are not in it.</summary>
    /// <param name="itemsOf">The items of each form, ascending.</param>
    /// <param name="neighbors">The neighbours of the items.</param>
    public static Dictionary<string, string> Find(IReadOnlyDictionary<string, List<int>> itemsOf, NeighborTable neighbors)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var form in itemsOf.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var other in SpellingForms.Of(form))
            {
                if (itemsOf.TryGetValue(other, out var others) && !string.Equals(form, other, StringComparison.Ordinal)
                    && AreNear(itemsOf[form], others, neighbors))
                {
                    Join(form, other, itemsOf, parents);
                }
            }
        }

        return parents.Keys.Select(form => (form, root: RootOf(form, parents)))
            .Where(pair => !string.Equals(pair.form, pair.root, StringComparison.Ordinal))
            .ToDictionary(pair => pair.form, pair => pair.root, StringComparer.Ordinal);
    }

    private static bool AreNear(List<int> first, List<int> second, NeighborTable neighbors)
    {
        var (rare, common) = first.Count <= second.Count ? (first, second) : (second, first);
        var near = rare.Count(item => Has(common, item) || AnyNeighborHas(item, common, neighbors));
        return near >= Math.Max(1, NeededShare * rare.Count);
    }

    private static bool AnyNeighborHas(int item, List<int> items, NeighborTable neighbors)
    {
        foreach (var neighbor in neighbors.Of(item))
        {
            if (Has(items, neighbor.Item))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(List<int> items, int item) => CollectionsMarshal.AsSpan(items).BinarySearch(item) >= 0;

    /// <summary>
    /// Puts two forms in one group, which the singular stands for unless it is rare beside the plural, else the most frequent form; of
    /// equally frequent ones the shorter, then the first in order.
    /// </summary>
    private static void Join(
        string first, string second, IReadOnlyDictionary<string, List<int>> itemsOf, Dictionary<string, string> parents)
    {
        var (a, b) = (RootOf(first, parents), RootOf(second, parents));
        if (string.Equals(a, b, StringComparison.Ordinal))
        {
            return;
        }

        var order = WeightOf(b, a, itemsOf).CompareTo(WeightOf(a, b, itemsOf));
        order = order != 0 ? order : a.Length.CompareTo(b.Length);
        order = order != 0 ? order : string.CompareOrdinal(a, b);
        parents[order <= 0 ? b : a] = order <= 0 ? a : b;
    }

    private static int WeightOf(string form, string other, IReadOnlyDictionary<string, List<int>> itemsOf)
        => itemsOf[form].Count * (SpellingForms.IsPlural(other, form) ? SingularBonus : 1);

    private static string RootOf(string form, Dictionary<string, string> parents)
    {
        while (parents.TryGetValue(form, out var parent))
        {
            form = parent;
        }

        return form;
    }
}

/// <summary>
/// Other ways to write a word or a term: its singular, its American spelling, without its hyphens. They are guesses of general rules, so
/// <c>hour</c> has <c>hor</c> among them: what counts is whether a library has the other form too, and near the first
/// (<see cref="VariantGroups"/>).
/// </summary>
internal static class SpellingForms
{
    private const int ShortestStem = 3;

    /// <summary>British endings or parts, and what stands for them in American spelling.</summary>
    private static readonly (string British, string American)[] _endings =
    [
        ("our", "or"), ("ours", "ors"), ("oured", "ored"), ("ouring", "oring"), ("ourful", "orful"), ("ourless", "orless"),
        ("ourite", "orite"),
        ("ise", "ize"), ("ised", "ized"), ("iser", "izer"), ("ising", "izing"), ("isation", "ization"), ("yse", "yze"), ("tre", "ter"),
        ("bre", "ber"),
        ("ogue", "og"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("llery", "lry"), ("lour", "lor"), ("ence", "ense"),
        ("ey", "ay"), ("ium", "um"),
        ("ould", "old"), ("yre", "ire"), ("amme", "am"), ("osy", "ozy"), ("yjamas", "ajamas"), ("litre", "liter"), ("aeni", "eni"),
    ];

    /// <summary>Returns other forms of a term in normal form; those of its last word where it has several.</summary>
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

    /// <summary>Tells whether a term is the plural of another.</summary>
    public static bool IsPlural(string term, string other)
    {
        var cut = term.LastIndexOf('-') + 1;
        return other.StartsWith(term[..cut], StringComparison.Ordinal)
            && Singulars(term[cut..]).Contains(other[cut..], StringComparer.Ordinal);
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
        if (word.Length <= ShortestStem || !word.EndsWith('s') || word.EndsWith("ss", StringComparison.Ordinal)
            || word.EndsWith("us", StringComparison.Ordinal))
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
