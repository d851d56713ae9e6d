using System.Text;

namespace Grlm;

/// <summary>
/// Implements the algorithm that both normal forms share: decompose, order the marks, compose (Unicode Standard Annex 15).
/// </summary>
internal static class Composition
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28;
    private const int HangulCount = LeadCount * VowelCount * TailCount;

    /// <param name="text">The text; an unpaired surrogate becomes U+FFFD.</param>
    /// <param name="tables">Classes and composites.</param>
    /// <param name="decompositions">The canonical ones for form C, the compatibility ones for form KC.</param>
    public static string Recompose(string text, NormalizationTables tables, Dictionary<int, int[]> decompositions)
    {
        var points = Decompose(text, decompositions);
        OrderMarks(points, tables);
        return Compose(points, tables);
    }

    /// <summary>Returns form D: decomposed, with the marks in order.</summary>
    /// <param name="text">The text; an unpaired surrogate becomes U+FFFD.</param>
    /// <param name="tables">Classes and canonical decompositions.</param>
    public static string Decomposed(string text, NormalizationTables tables)
    {
        var points = Decompose(text, tables.Canonical);
        OrderMarks(points, tables);
        return Text(points);
    }

    /// <summary>Tells whether this is a Hangul vowel or tail, which the syllable before it may take in.</summary>
    public static bool IsHangulPart(int point)
        => point is (>= VowelFirst and < VowelFirst + VowelCount) or (> TailFirst and < TailFirst + TailCount);

    private static List<int> Decompose(string text, Dictionary<int, int[]> decompositions)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var syllable = rune.Value - HangulFirst;
            if (decompositions.TryGetValue(rune.Value, out var parts))
            {
                points.AddRange(parts);
            }
            else if (syllable is >= 0 and < HangulCount)
            {
                points.Add(LeadFirst + (syllable / (VowelCount * TailCount)));
                points.Add(VowelFirst + (syllable % (VowelCount * TailCount) / TailCount));
                if (syllable % TailCount != 0)
                {
                    points.Add(TailFirst + (syllable % TailCount));
                }
            }
            else
            {
                points.Add(rune.Value);
            }
        }

        return points;
    }

    private static void OrderMarks(List<int> points, NormalizationTables tables)
    {
        // Stable insertion sort by class inside each run of marks; the runs are short.
        for (var i = 1; i < points.Count; i++)
        {
            var (point, pointClass) = (points[i], tables.ClassOf(points[i]));
            var place = i;
            while (pointClass != 0 && place > 0 && tables.ClassOf(points[place - 1]) > pointClass)
            {
                points[place] = points[--place];
            }

            points[place] = point;
        }
    }

    private static string Compose(List<int> points, NormalizationTables tables)
    {
        var composed = new List<int>(points.Count);
        var (starter, lastClass) = (-1, -1);
        foreach (var point in points)
        {
            var pointClass = tables.ClassOf(point);
            if (starter >= 0 && lastClass < pointClass && TryCompose(composed[starter], point, tables, out var whole))
            {
                composed[starter] = whole;
                continue;
            }

            (starter, lastClass) = pointClass == 0 ? (composed.Count, -1) : (starter, pointClass);
            composed.Add(point);
        }

        return Text(composed);
    }

    private static string Text(List<int> points)
    {
        var text = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            text.Append(new Rune(point));
        }

        return text.ToString();
    }

    private static bool TryCompose(int first, int second, NormalizationTables tables, out int whole)
    {
        var (lead, vowel) = (first - LeadFirst, second - VowelFirst);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            whole = HangulFirst + (((lead * VowelCount) + vowel) * TailCount);
            return true;
        }

        var (syllable, tail) = (first - HangulFirst, second - TailFirst);
        if (syllable is >= 0 and < HangulCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
        {
            whole = first + tail;
            return true;
        }

        return tables.TryCompose(first, second, out whole);
    }
}
