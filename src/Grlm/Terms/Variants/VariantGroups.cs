using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Finds the forms of one word in a vocabulary: forms that <see cref="SpellingForms"/> relates, and of which the items with the rarer one have, in
/// themselves or among their neighbours, an item with the other. <c>glass</c> and <c>glasses</c> stay apart where the one is on bottles and the
/// other on spectacles.
/// </summary>
internal static class VariantGroups
{
    /// <summary>Share of the rarer form's items that must be near the other form.</summary>
    private const double NeededShare = 0.3;

    /// <summary>How many times as frequent a plural must be to stand for its singular: <c>scissors</c>.</summary>
    private const int SingularBonus = 10;

    /// <summary>The form that stands for each form; forms that stand for themselves are not in it.</summary>
    /// <param name="itemsOf">The items of each form, ascending.</param>
    /// <param name="neighbors">The neighbours of the items.</param>
    public static Dictionary<string, string> Find(IReadOnlyDictionary<string, List<int>> itemsOf, NeighborTable neighbors)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var form in itemsOf.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var other in SpellingForms.Of(form))
            {
                if (itemsOf.TryGetValue(other, out var others) && !string.Equals(form, other, StringComparison.Ordinal) && AreNear(itemsOf[form], others, neighbors))
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
    /// Puts two forms in one group, which the singular stands for unless it is rare beside the plural, else the most frequent form; of equally
    /// frequent ones the shorter, then the first in order.
    /// </summary>
    private static void Join(string first, string second, IReadOnlyDictionary<string, List<int>> itemsOf, Dictionary<string, string> parents)
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
