namespace Grlm.Reports.Internal;

/// <summary>Describes a picture of the report, and the figures that it is drawn from.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Description">The same in a sentence, for those who don't see it.</param>
/// <param name="Svg">The picture, an <c>svg</c> element whose colours are the page's.</param>
/// <param name="Figures">What is drawn, as a table.</param>
public sealed record Chart(string Title, string Description, string Svg, FigureTable Figures);

/// <summary>Describes a table of figures: the first column names the rows.</summary>
/// <param name="Headers">Names of the columns.</param>
/// <param name="Rows">The cells, as they are shown, as many in a row as there are headers.</param>
public sealed record FigureTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);
