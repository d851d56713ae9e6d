namespace Grlm;

/// <summary>Holds a table of a stage's report as texts, to be drawn: the first column has names, all others numbers.</summary>
/// <param name="Heading">What it is about; empty for none.</param>
/// <param name="Columns">Headers of the columns; empty for names and values that need none.</param>
/// <param name="Rows">The rows, a text a column.</param>
public sealed record ReportTable(string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Gets a sentence below the table; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>Lays out names and values.</summary>
    public static ReportTable OfFigures(string heading, IEnumerable<(string Name, string Value)> figures)
        => new(heading, [], [.. figures.Select(figure => (IReadOnlyList<string>)[figure.Name, figure.Value])]);
}
