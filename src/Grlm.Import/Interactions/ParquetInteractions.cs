namespace Grlm.Import;

/// <summary>
/// Reads interactions from Parquet with the columns <c>user_id</c>, <c>item_id</c> and, where known, <c>timestamp</c> of any type.
/// </summary>
internal static class ParquetInteractions
{
    /// <summary>The interactions of the file, one by one.</summary>
    public static IEnumerable<InteractionRow> Read(InputFile file, ImportProgress progress, DuckDbSession session)
    {
        using var table = new ParquetTable(file, session, progress);
        table.Require(DatasetColumns.UserId);
        table.Require(DatasetColumns.ItemId);
        table.Open([table.TextOf(DatasetColumns.UserId), table.TextOf(DatasetColumns.ItemId), table.TextOf(DatasetColumns.Timestamp)]);
        while (table.Read())
        {
            yield return new InteractionRow(table.RowNumber, table.Field(0), table.Field(1), table.Field(2));
        }
    }
}
