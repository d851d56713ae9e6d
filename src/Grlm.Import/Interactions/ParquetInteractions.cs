namespace Grlm.Import;

/// <summary>
/// Reads interactions from Parquet with the columns <c>user_id</c>, <c>item_id</c> and, where known, <c>timestamp</c> of any type.
/// </summary>
internal static class ParquetInteractions
{
    /// <summary>The interactions of the file, one by one.</summary>
    public static IEnumerable<InteractionFields> Read(InputFile file, ImportProgress progress, DuckDbSession session)
    {
        using var table = new ParquetTable(file, session, progress);
        table.Require(DatasetColumns.UserId);
        table.Require(DatasetColumns.ItemId);
        table.Open([DatasetColumns.UserId, DatasetColumns.ItemId, DatasetColumns.Timestamp]);
        while (table.Read())
        {
            yield return new InteractionFields(table.RowNumber, table.Cell(0), table.Cell(1), table.Cell(2));
        }
    }
}
