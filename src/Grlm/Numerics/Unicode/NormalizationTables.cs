using System.Globalization;

namespace Grlm;

/// <summary>Holds what the Unicode Character Database says about normalisation, as <c>NormalizationData.txt</c> holds it.</summary>
internal sealed class NormalizationTables
{
    private static readonly Lazy<NormalizationTables> _shared = new(Load);

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<(int First, int Second), int> _composites = [];
    private readonly HashSet<int> _seconds = [];

    public static NormalizationTables Shared => _shared.Value;

    /// <summary>Full compatibility decompositions.</summary>
    public Dictionary<int, int[]> Compatibility { get; } = [];

    /// <summary>Full canonical decompositions.</summary>
    public Dictionary<int, int[]> Canonical { get; } = [];

    public int ClassOf(int point) => _classes.GetValueOrDefault(point);

    public bool TryCompose(int first, int second, out int whole) => _composites.TryGetValue((first, second), out whole);

    /// <summary>Tells whether a primary composite can have this code point in second place.</summary>
    public bool CanBeSecond(int point) => _seconds.Contains(point);

    /// <summary>Code points that form C never keeps: their canonical decomposition doesn't compose back to them.</summary>
    public HashSet<int> NeverComposed { get; } = [];

    private static NormalizationTables Load()
    {
        using var stream = typeof(NormalizationTables).Assembly.GetManifestResourceStream("NormalizationData.txt")!;
        using var reader = new StreamReader(stream);
        var tables = new NormalizationTables();
        while (reader.ReadLine() is { } line)
        {
            tables.Add(line.Split(' '));
        }

        var halves = tables._composites.ToDictionary(composite => composite.Value, composite => composite.Key);
        foreach (var whole in halves.Keys)
        {
            tables.Canonical.Add(whole, [.. Expand(whole, halves)]);
        }

        return tables;
    }

    private void Add(string[] fields)
    {
        switch (fields[0])
        {
            case "C":
                AddEach(fields, point => _classes.Add(point, byte.Parse(fields[3])));
                break;
            case "D":
                Compatibility.Add(Hex(fields[1]), [.. fields.Skip(2).Select(Hex)]);
                break;
            case "P":
                _composites.Add((Hex(fields[1]), Hex(fields[2])), Hex(fields[3]));
                _seconds.Add(Hex(fields[2]));
                break;
            case "E":
                AddEach(fields, point => AddNeverComposed(point, Compatibility[point]));
                break;
            case "N":
                AddNeverComposed(Hex(fields[1]), [.. fields.Skip(2).Select(Hex)]);
                break;
        }
    }

    private void AddNeverComposed(int point, int[] parts)
    {
        Canonical.Add(point, parts);
        NeverComposed.Add(point);
    }

    private static List<int> Expand(int point, Dictionary<int, (int First, int Second)> halves)
        => halves.TryGetValue(point, out var half) ? [.. Expand(half.First, halves), half.Second] : [point];

    private static void AddEach(string[] fields, Action<int> add)
    {
        for (var point = Hex(fields[1]); point <= Hex(fields[2]); point++)
        {
            add(point);
        }
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber);
}
