namespace Grlm.Reports.Internal;

/// <summary>Describes the term library as the report shows it.</summary>
/// <param name="Report">Its figures: <c>terms/report.json</c>.</param>
/// <param name="Tiles">The figures of most interest.</param>
/// <param name="Vocabulary">Pictures of its terms.</param>
/// <param name="Neighbors">Pictures of the library against the items' neighbours; empty where those aren't known.</param>
/// <param name="Validity">How the term IDs came about, as a picture; null where all came about in one way.</param>
/// <param name="Origin">The same in a sentence.</param>
public sealed record LibraryContent(
    TermsReport Report, IReadOnlyList<Tile> Tiles, IReadOnlyList<Chart> Vocabulary, IReadOnlyList<Chart> Neighbors, Chart? Validity,
    string Origin);
