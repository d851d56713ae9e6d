namespace Grlm.Import;

/// <summary>Reads items from Parquet; <c>item_id</c> alone is required, and categories may be text or nested lists.</summary>
internal static class ParquetItems
{
    /// <summary>The items of the file, one by one.</summary>
    public static IEnumerable<ItemFields> Read(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session)
    {
        using var table = new ParquetTable(file, session, progress);
        table.Require(DatasetColumns.ItemId);
        string[] columns =
        [
            DatasetColumns.ItemId, DatasetColumns.Title, DatasetColumns.Brand, DatasetColumns.Categories, DatasetColumns.Description, DatasetColumns.Domain,
            DatasetColumns.Price, DatasetColumns.Stock,
        ];
        table.Open(columns);
        while (table.Read())
        {
            if (CategoryPaths.TryNormalize(table.Field(3), out var paths))
            {
                yield return new ItemFields(
                    table.RowNumber, table.Cell(0), table.Field(1), table.Field(2), paths, table.Field(4), table.Field(5), table.Cell(6), table.Cell(7));
            }
            else
            {
                faults.Add(
                    file,
                    table.RowNumber,
                    DropReasons.WrongType,
                    $"'{DatasetColumns.Categories}' is not right as JSON.",
                    "Store A > B, or lists of strings.");
            }
        }
    }
}
