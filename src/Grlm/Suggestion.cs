namespace Grlm.Internal;

/// <summary>Guesses what was meant by a name that does not exist.</summary>
public static class Suggestion
{
    /// <summary>Returns a sentence to append: <c> Did you mean 'train'?</c>; empty where nothing is near.</summary>
    public static string For(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        var nearest = names
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(
                pair => pair.distance <= Math.Max(2, name.Length / 3)
                    || pair.candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    /// <summary>
    /// Measures the optimal string alignment distance without regard to case: insertions, deletions, replacements and swaps of neighbours
    /// count one.
    /// </summary>
    internal static int Distance(string first, string second)
    {
        var (twoAbove, above, row) = (new int[second.Length + 1], new int[second.Length + 1], new int[second.Length + 1]);
        for (var j = 0; j <= second.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            (twoAbove, above, row) = (above, row, twoAbove);
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var replaced = above[j - 1] + (Same(i, j) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }
        }

        return row[second.Length];

        bool Same(int i, int j) => char.ToLowerInvariant(first[i - 1]) == char.ToLowerInvariant(second[j - 1]);
    }
}
