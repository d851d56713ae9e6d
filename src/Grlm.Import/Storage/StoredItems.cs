using System.Globalization;

namespace Grlm.Import;

/// <summary>Reads the items of a dataset that an import has written: its values stand as they are, and are not read a second time.</summary>
internal static class StoredItems
{
    /// <summary>The items, in catalogue order.</summary>
    public static IEnumerable<ItemRow> Read(InputFile file, ImportProgress progress, DuckDbSession session)
    {
        using var table = new ParquetTable(file, session, progress);
        table.Open(
        [
            DatasetColumns.ItemId, DatasetColumns.Title, DatasetColumns.Brand, DatasetColumns.Categories, DatasetColumns.Description, DatasetColumns.Domain,
            DatasetColumns.Price, DatasetColumns.Stock,
        ]);
        while (table.Read())
        {
            yield return new ItemRow(table.RowNumber, table.Field(0), table.Field(1), table.Field(2), table.Field(3), table.Field(4), table.Field(5))
            {
                Price = NumberOf(table.Field(6)),
                Stock = NumberOf(table.Field(7)),
            };
        }
    }

    private static double NumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Quantity.Unknown;
}
