namespace Grlm.Reports.Internal;

/// <summary>Describes a table of figures: the first column names the rows.</summary>
/// <param name="Headers">Names of the columns.</param>
/// <param name="Rows">The cells, as they are shown, as many in a row as there are headers.</param>
public sealed record FigureTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);
