namespace Grlm;

/// <summary>Figures of text vectors and neighbours: <c>neighbors/report.json</c>.</summary>
/// <param name="Items">Items in the catalogue.</param>
/// <param name="WithoutText">Items that have no text; their vectors are zeros.</param>
/// <param name="Texts">Different texts among the others.</param>
/// <param name="Kept">Items whose vectors are those of the run before.</param>
/// <param name="Width">Numbers in a vector.</param>
/// <param name="Provider">What made the vectors.</param>
/// <param name="Model">Name of the model; null where the provider has no choice of it.</param>
/// <param name="Neighbors">Neighbours of an item.</param>
/// <param name="MeanSimilarity">Mean cosine of an item and its nearest neighbour.</param>
/// <param name="Search">How the neighbours were found, and which share of the true ones.</param>
public sealed record EmbedReport(
    int Items,
    int WithoutText,
    int Texts,
    int Kept,
    int Width,
    string Provider,
    string? Model,
    int Neighbors,
    double MeanSimilarity,
    NeighborSearchReport Search) : IStageReport
{
    /// <summary>Gets the number of items that have text, and vectors of zeros nevertheless: they are like nothing.</summary>
    public int ZeroVectors { get; init; }

    /// <inheritdoc/>
    public string Summarize() => $"{Readable.Count(Neighbors)} neighbours for each of {Readable.Count(Items)} items";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            "Neighbours",
            [
                ("Items", Readable.Count(Items)),
                ("… without text", Readable.Count(WithoutText)),
                .. ZeroVectors > 0 ? [("… whose vector is zeros though they have text", Readable.Count(ZeroVectors))]
                    : Array.Empty<(string, string)>(),
                ("Different texts", Readable.Count(Texts)),
                ("Kept from the run before", Readable.Count(Kept)),
                ("Width of a vector", Readable.Count(Width)),
                ("Neighbours of an item", Readable.Count(Neighbors)),
                ("Mean similarity of the nearest", Readable.Share(MeanSimilarity)),
                Search.Exact
                    ? ("Search", "exact")
                    : ($"Recall on {Readable.Count(Search.MeasuredItems)} items", Readable.Share(Search.Recall)),
            ]),
    ];
}
