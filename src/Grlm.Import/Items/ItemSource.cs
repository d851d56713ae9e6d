namespace Grlm.Import;

/// <summary>Reads the items of a catalogue from any form of file.</summary>
internal static class ItemSource
{
    /// <summary>The items that have an id, in file order.</summary>
    public static IEnumerable<ItemRow> Read(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        progress.StartReading("reading items", file.Length);
        var rows = file.Format switch
        {
            InputFormat.JsonLines => JsonLinesItems.Read(file, faults, progress),
            InputFormat.Parquet => ParquetItems.Read(file, faults, progress, session),
            _ => DelimitedItems.Read(file, faults, progress),
        };
        foreach (var row in rows)
        {
            progress.CountRow();
            if (row.Id.Length == 0)
            {
                faults.Add(
                    file,
                    row.Line,
                    DropReasons.ItemWithoutId,
                    "the item has no id.",
                    $"Give every item an '{DatasetColumns.ItemId}'.");
            }
            else if (HoldsNul(row.Id) || HoldsNul(row.Title) || HoldsNul(row.Brand) || HoldsNul(row.Description) || HoldsNul(row.Domain))
                faults.Add(file, row.Line, DropReasons.MalformedRow, "the text holds a NUL character.", "Take it out.");
            else
                yield return row;
        }

        progress.FinishReading();
    }

    /// <summary>Whether a text holds the one character that DuckDB's appender would end it at.</summary>
    public static bool HoldsNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
