using System.Globalization;
using System.Text;

namespace Grlm;

/// <summary>
/// Unicode normalisation form KC (Unicode Standard Annex 15). <see cref="string.Normalize()"/> does nothing under invariant globalisation,
/// and with it the answer would depend on the Unicode version of the machine: the same term must be the same bytes everywhere.
/// </summary>
internal static class Nfkc
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28;
    private const int HangulCount = LeadCount * VowelCount * TailCount;

    private static readonly Lazy<Tables> _tables = new(Tables.Load);

    public static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var tables = _tables.Value;
        var points = Decompose(text, tables);
        OrderMarks(points, tables);
        return Compose(points, tables);
    }

    private static List<int> Decompose(string text, Tables tables)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var syllable = rune.Value - HangulFirst;
            if (tables.Decompositions.TryGetValue(rune.Value, out var parts))
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

    private static void OrderMarks(List<int> points, Tables tables)
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

    private static string Compose(List<int> points, Tables tables)
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

        var text = new StringBuilder(composed.Count);
        foreach (var point in composed)
        {
            text.Append(new Rune(point));
        }

        return text.ToString();
    }

    private static bool TryCompose(int first, int second, Tables tables, out int whole)
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

        return tables.Composites.TryGetValue((first, second), out whole);
    }

    private sealed class Tables
    {
        private readonly Dictionary<int, byte> _classes = [];

        public Dictionary<int, int[]> Decompositions { get; } = [];

        public Dictionary<(int First, int Second), int> Composites { get; } = [];

        public int ClassOf(int point) => _classes.GetValueOrDefault(point);

        public static Tables Load()
        {
            using var stream = typeof(Nfkc).Assembly.GetManifestResourceStream("Grlm.Terms.NfkcData.txt")!;
            using var reader = new StreamReader(stream);
            var tables = new Tables();
            while (reader.ReadLine() is { } line)
            {
                tables.Add(line.Split(' '));
            }

            return tables;
        }

        private void Add(string[] fields)
        {
            switch (fields[0])
            {
                case "C":
                    for (var point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                    {
                        _classes.Add(point, byte.Parse(fields[3]));
                    }

                    break;
                case "D":
                    Decompositions.Add(Hex(fields[1]), [.. fields.Skip(2).Select(Hex)]);
                    break;
                case "P":
                    Composites.Add((Hex(fields[1]), Hex(fields[2])), Hex(fields[3]));
                    break;
            }
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber);
    }
}
