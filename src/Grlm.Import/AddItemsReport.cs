namespace Grlm.Import;

/// <summary>Holds what adding items to a dataset changed.</summary>
/// <param name="Items">Items in the catalogue now.</param>
/// <param name="Added">Those that are new.</param>
/// <param name="Updated">Those that were there with other metadata.</param>
/// <param name="Dropped">Rows dropped, by reason; empty where nothing was.</param>
public sealed record AddItemsReport(int Items, int Added, int Updated, IReadOnlyDictionary<string, long> Dropped) : IStageReport
{
    /// <inheritdoc/>
    public string Summarize() => $"{Readable.Count(Added)} items added, {Readable.Count(Updated)} updated";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            "Catalogue",
            [
                ("Items", Readable.Count(Items)),
                ("Added", Readable.Count(Added)),
                ("Updated", Readable.Count(Updated)),
                .. Dropped.Select(dropped => ($"Dropped: {dropped.Key}", Readable.Count(dropped.Value))),
            ]),
    ];
}
